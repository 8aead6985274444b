# The graded response model by mirt: seconds, log-likelihood and first slope of calibrating a CSV, and of the EAP of all.
#   Rscript grm.R FILE.csv
suppressMessages(library(mirt))
answers <- read.csv(commandArgs(TRUE)[1])
fit <- function() mirt(answers, 1, itemtype = "graded", verbose = FALSE)
calibrating <- system.time(model <- fit())[["elapsed"]]
estimating <- system.time(people <- fscores(model, method = "EAP"))[["elapsed"]]
cat(sprintf("%.6f %.6f %.6f %.6f %.6f\n", calibrating, estimating, extract.mirt(model, "logLik"),
            coef(model, simplify = TRUE)$items[1, 1], people[1, 1]))
