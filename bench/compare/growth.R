# lme4 on the data that growth_bench wrote: the same answer first, then how many times its seconds ours are: of the
# processor, so that what else the machine does is not in them.
#   Rscript growth.R DIRECTORY [STUDY,STUDY]
suppressMessages(library(lme4))
words <- commandArgs(trailingOnly = TRUE)
ours <- read.csv(file.path(words[1], "ours.csv"), stringsAsFactors = FALSE)
wanted <- if (length(words) > 1) strsplit(words[2], ",")[[1]] else ours$study
cat("| study | scores | lme4 | ours | ratio | largest difference of a parameter | criterion, ours less lme4's |\n")
cat("|---|---|---|---|---|---|---|\n")
for (study in wanted) {
  data <- read.csv(file.path(words[1], paste0(study, ".csv")))
  data$id <- factor(data$id)
  took <- system.time(fit <- suppressWarnings(lmer(y ~ t + (t | id), data, REML = TRUE)))
  took <- took[["user.self"]] + took[["sys.self"]]
  v <- VarCorr(fit)$id
  theirs <- c(fixef(fit), v[1, 1], v[1, 2], v[2, 2], sigma(fit)^2)
  us <- ours[ours$study == study, ]
  mine <- unlist(us[c("intercept", "time", "var_intercept", "covariance", "var_time", "residual")])
  apart <- max(abs(mine - theirs) / pmax(abs(theirs), 1))
  better <- us$criterion - REMLcrit(fit)
  # To 1e-3, and where lme4 stops before its least, ours is the lower.
  if (apart > 1e-3 || better > 1e-3) {
    cat("Not the same answer:", study, "\nlme4:", theirs, REMLcrit(fit), "\nours:", mine, us$criterion, "\n")
    quit(status = 1)
  }
  cat(sprintf("| %s | %d | %.2f s | %.2f ms | %.0f | %.1e | %.1e |\n", study, nrow(data), took, 1e3 * us$seconds,
              took / us$seconds, apart, better))
}
cat("\nR ", as.character(getRversion()), ", lme4 ", as.character(packageVersion("lme4")), "\n", sep = "")
