#!/usr/bin/env Rscript
# Computes what R's package survival says of the data sets in tests/fixtures/survival, and compares it with the values
# stored in tests/expected/survival/<data set>.r.csv.
#
# Usage: Rscript tests/survival/reference.R [--write]
#
# Needs R and its package survival, nothing else (Debian: r-base-core and r-cran-survival).
# With --write the files are written anew. Without it each value is computed again and must differ by no more than 1e-9
# times max(1, |value|) from the stored one; exit codes: 0 all agree, 1 some do not, 2 wrong usage.
#
# Columns of the files: quantity,by,group,time,term,value. A cell that does not apply is empty, and so is a value that R
# gives as NA, NaN or infinite.
#
# How survival defines what other programs define otherwise:
#   survival_se      Greenwood; sqrt(sum d/(n(n-d))) is infinite where the curve falls to 0, so that the product is NaN
#   limits           95 % of each time by itself, from the Greenwood variance of log S. "plain" is cut at 0 and 1, "log"
#                    at 1 above; "log" and "log_log" are NA at S = 0, "log_log" at S = 1 too, "plain" is NaN at S = 0
#   cumulative_hazard  Nelson-Aalen with the increment d/n, ties not split; its variance is the sum of d/n^2
#   median           the first time with S <= 0.5, or, where S is 0.5 for a while, the middle of that while; the limits
#                    are those times of the lower and upper limits of S (NA where these never come down to 0.5)
#   rmst             area under the curve to tau: the least of the groups' longest times (of all: the longest time)
#   rmst_se          sqrt(sum of d/(n(n-d)) times the square of the area from that time to tau), not corrected by m/(m-1)
#   logrank          hypergeometric variance; `by` is group|stratum where the test is stratified
#   cox              ties after Efron, in the information matrix too; the score test is taken at coefficients 0
#   zph              score test of a coefficient of x * g(time), with the whole information matrix, not the older
#                    approximation by scaled Schoenfeld residuals; `by` is g: km is 1 - S(t-) of all subjects together,
#                    rank the mean rank among all times, censored or not; g is centred at its mean over the events

suppressPackageStartupMessages(library(survival))

arguments <- commandArgs()
script <- sub("^--file=", "", grep("^--file=", arguments, value = TRUE))
tests <- dirname(dirname(normalizePath(script)))
given <- commandArgs(trailingOnly = TRUE)
if (length(setdiff(given, "--write")) > 0) {
  message("usage: Rscript tests/survival/reference.R [--write]")
  quit(status = 2)
}

# What is read, by which column curves and tests are grouped, and how the tests are stratified.
plans <- list(
  freireich = list(by = "treatment", stratified = c("treatment", "pair")),
  rossi = list(by = "fin", stratified = c("fin", "wexp")),
  veteran = list(by = "celltype", stratified = c("trt", "celltype"))
)

# The covariates of the Cox model.
covariates <- function(name, data) {
  is <- function(column, level) as.numeric(data[[column]] == level)
  switch(name,
    freireich = cbind("treatment=placebo" = is("treatment", "placebo")),
    rossi = as.matrix(data[c("fin", "age", "race", "wexp", "mar", "paro", "prio")]),
    veteran = cbind(
      as.matrix(data[c("trt", "karno", "diagtime", "age", "prior")]),
      "celltype=smallcell" = is("celltype", "smallcell"),
      "celltype=adeno" = is("celltype", "adeno"),
      "celltype=large" = is("celltype", "large")
    )
  )
}

rows <- function(quantity, value, by = "", group = "", time = "", term = "") {
  number <- function(x) {
    if (is.character(x)) x else ifelse(is.finite(x), sprintf("%.17g", as.numeric(x)), "")
  }
  data.frame(quantity, by, group, time = number(time), term, value = number(unname(value)))
}

curve <- function(data, by, group, tau) {
  at <- function(quantity, value, time = "") rows(quantity, value, by, group, time)
  fit <- function(...) survfit(Surv(time, event) ~ 1, data = data, ...)
  types <- c(log_log = "log-log", log = "log", plain = "plain")
  fits <- lapply(types, function(type) fit(conf.type = type))
  km <- fits$log_log
  na <- fit(stype = 2, ctype = 1)
  table <- summary(km, rmean = tau)$table
  parts <- list(
    at("at_risk", km$n.risk, km$time),
    at("events", km$n.event, km$time),
    at("censored", km$n.censor, km$time),
    at("survival", km$surv, km$time),
    at("survival_se", km$std.err * km$surv, km$time)
  )
  for (type in names(types)) {
    parts <- c(parts, list(
      at(paste0("lower_", type), fits[[type]]$lower, km$time),
      at(paste0("upper_", type), fits[[type]]$upper, km$time)
    ))
  }
  parts <- c(parts, list(
    at("cumulative_hazard", na$cumhaz, na$time),
    at("cumulative_hazard_se", na$std.chaz, na$time),
    at("median", quantile(km, 0.5)$quantile)
  ))
  for (type in names(types)) {
    median <- quantile(fits[[type]], 0.5)
    parts <- c(parts, list(
      at(paste0("median_lower_", type), median$lower),
      at(paste0("median_upper_", type), median$upper)
    ))
  }
  parts <- c(parts, list(at("rmst", table[["rmean"]], tau), at("rmst_se", table[["se(rmean)"]], tau)))
  do.call(rbind, parts)
}

curves <- function(data, by) {
  groups <- sort(unique(as.character(data[[by]])), method = "radix")
  of_group <- lapply(groups, function(group) data[as.character(data[[by]]) == group, ])
  tau <- min(sapply(of_group, function(part) max(part$time)))
  parts <- Map(function(group, part) curve(part, by, group, tau), groups, of_group)
  do.call(rbind, c(list(curve(data, "", "", max(data$time))), unname(parts)))
}

logrank <- function(data, by, stratum = NULL) {
  data$group <- data[[by]]
  if (is.null(stratum)) {
    test <- survdiff(Surv(time, event) ~ group, data = data)
  } else {
    data$stratum <- data[[stratum]]
    test <- survdiff(Surv(time, event) ~ group + strata(stratum), data = data)
  }
  by <- paste(c(by, stratum), collapse = "|")
  df <- length(test$n) - 1
  p <- pchisq(test$chisq, df, lower.tail = FALSE)
  rbind(rows("logrank_chi2", test$chisq, by), rows("logrank_df", df, by), rows("logrank_p", p, by))
}

cox <- function(data, x) {
  # The tolerance of the Cholesky decomposition is greater than eps, which survival warns of; nothing is near singular.
  control <- suppressWarnings(coxph.control(eps = 1e-14, iter.max = 50))
  fit <- coxph(Surv(time, event) ~ x, data = data, ties = "efron", control = control, x = TRUE, y = TRUE)
  found <- summary(fit)
  terms <- colnames(x)
  of <- function(quantity, value) rows(quantity, value, term = terms)
  lr <- 2 * diff(fit$loglik)
  parts <- list(
    of("cox_coef", fit$coefficients),
    of("cox_se", found$coefficients[, "se(coef)"]),
    of("cox_hr", found$conf.int[, "exp(coef)"]),
    of("cox_hr_lower", found$conf.int[, "lower .95"]),
    of("cox_hr_upper", found$conf.int[, "upper .95"]),
    of("cox_z", found$coefficients[, "z"]),
    of("cox_p", found$coefficients[, "Pr(>|z|)"]),
    rows("cox_loglik_null", fit$loglik[1]),
    rows("cox_loglik", fit$loglik[2]),
    rows("cox_lr_test", lr),
    rows("cox_lr_p", pchisq(lr, ncol(x), lower.tail = FALSE)),
    rows("cox_wald_test", fit$wald.test),
    rows("cox_score_test", fit$score)
  )
  for (transform in c("km", "rank", "identity")) {
    table <- cox.zph(fit, transform = transform, terms = FALSE)$table
    terms <- c(colnames(x), "GLOBAL")
    parts <- c(parts, list(
      rows("zph_chi2", table[, "chisq"], transform, term = terms),
      rows("zph_df", table[, "df"], transform, term = terms),
      rows("zph_p", table[, "p"], transform, term = terms)
    ))
  }
  do.call(rbind, parts)
}

compute <- function(name) {
  data <- read.csv(file.path(tests, "fixtures", "survival", paste0(name, ".csv")))
  plan <- plans[[name]]
  rbind(
    curves(data, plan$by),
    logrank(data, plan$by),
    logrank(data, plan$stratified[1], plan$stratified[2]),
    cox(data, covariates(name, data))
  )
}

# How many values differ from the stored ones; each is printed.
differences <- function(name, found, path) {
  stored <- read.csv(path, colClasses = "character", na.strings = character())
  keys <- c("quantity", "by", "group", "time", "term")
  if (!identical(do.call(paste, c(stored[keys], sep = ",")), do.call(paste, c(found[keys], sep = ",")))) {
    message(name, ": the stored rows are for other quantities, groups, times or terms")
    return(nrow(found))
  }
  a <- as.numeric(ifelse(stored$value == "", NA, stored$value))
  b <- as.numeric(ifelse(found$value == "", NA, found$value))
  close <- abs(a - b) <= 1e-9 * pmax(1, abs(a))
  bad <- which(is.na(a) != is.na(b) | (!is.na(close) & !close))
  for (i in bad) {
    message(name, ": ", paste(found[i, keys], collapse = ","), ": stored ", stored$value[i], ", found ", found$value[i])
  }
  length(bad)
}

failed <- 0
compared <- 0
for (name in names(plans)) {
  found <- compute(name)
  path <- file.path(tests, "expected", "survival", paste0(name, ".r.csv"))
  if ("--write" %in% given) {
    dir.create(dirname(path), showWarnings = FALSE, recursive = TRUE)
    file <- file(path, "wb")
    write.csv(found, file, row.names = FALSE, quote = FALSE, eol = "\n")
    close(file)
  } else {
    failed <- failed + differences(name, found, path)
  }
  compared <- compared + nrow(found)
}
cat("R", paste0(R.version$major, ".", R.version$minor), "and survival", paste0(packageVersion("survival"), ": "))
if ("--write" %in% given) {
  cat(compared, "values written\n")
} else {
  cat(compared - failed, "passed,", failed, "failed\n")
}
quit(status = if (failed > 0) 1 else 0)
