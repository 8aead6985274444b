# The graded response model by mirt: seconds of the processor, log-likelihood and first slope of calibrating a CSV, and of the EAP of all.
#   Rscript grm.R FILE.csv
suppressMessages(library(mirt))
answers <- read.csv(commandArgs(TRUE)[1])
fit <- function() mirt(answers, 1, itemtype = "graded", verbose = FALSE)
spent <- function(taken) taken[["user.self"]] + taken[["sys.self"]]
calibrating <- spent(system.time(model <- fit()))
estimating <- spent(system.time(people <- fscores(model, method = "EAP")))
cat(sprintf("%.6f %.6f %.6f %.6f %.6f\n", calibrating, estimating, extract.mirt(model, "logLik"),
            coef(model, simplify = TRUE)$items[1, 1], people[1, 1]))
