// Everything here is a comfort: each page works without scripts. Turbo makes links and forms quick; the rest are small
// behaviours, each started again for every page that Turbo shows.
import "@hotwired/turbo";
import { keepActive } from "./activity";
import { filterRows } from "./filter";
import { unfoldTarget } from "./folded";
import { copyShown, growTextareas, markBusyForms, printShown } from "./forms";
import { showNames } from "./names";
import { leaveQuickly, reloadWhenReturned } from "./privacy";
import { rateStrength } from "./strength";
import { drawCharts } from "./charts";

const perPage = [filterRows, growTextareas, markBusyForms, copyShown, printShown, showNames, rateStrength, drawCharts, unfoldTarget];

document.addEventListener("turbo:load", () => perPage.forEach((start) => start()));
// A refused form is shown in place, without a new visit.
document.addEventListener("turbo:render", () => perPage.forEach((start) => start()));

leaveQuickly();
reloadWhenReturned();
keepActive();
