#!/usr/bin/env Rscript
# Computes the survival tables of a release again with R's package survival, and compares every value.
#
# Usage: Rscript tests/survival/release.R RELEASE_DIR
#
# RELEASE_DIR is a release of the default pipeline with formats = ["csv"] (Parquet files beside it do no harm). Needs R
# and its package survival, nothing else (Debian: r-base-core and r-cran-survival).
# Who is compared comes from accession_durations.csv, economies.csv and milestones.csv: every economy whose duration is
# not negative for certain, at the middle of its bounds rounded down, or at one of the bounds for the columns _shortest
# and _longest; groups and covariates as of the earliest possible start. The pairs, groupings and strata are those found
# in the tables; the covariates of the Cox models are the default pipeline's.
# A value may differ by 1e-9 times max(1, |value|), a probability by 1e-8 of itself as well. NA, NaN and infinite values
# of R are null in the tables. Medians are the first time with S <= 1/2, which in R is the middle where S is 1/2 for a
# while; they are read off R's curve and limits. How R defines the rest: tests/survival/reference.R.
#
# Prints each failed check, then `N passed, M failed`. Exit codes: 0 all passed, 1 some failed, 2 wrong usage.

suppressPackageStartupMessages(library(survival))

folder <- commandArgs(trailingOnly = TRUE)
if (length(folder) != 1) {
  message("usage: Rscript tests/survival/release.R RELEASE_DIR")
  quit(status = 2)
}

bounds <- c("middle", "shortest", "longest")
covariates <- c("ldc", "gatt_start", "region", "start_year", "completed_before")
most_failures <- 60

table_of <- function(name) {
  path <- file.path(folder, paste0(name, ".csv"))
  read.csv(path, na.strings = "", stringsAsFactors = FALSE, encoding = "UTF-8")
}
economies <- table_of("economies")
milestones <- table_of("milestones")
durations <- table_of("accession_durations")
stored <- list(
  curves = table_of("survival_curves"),
  summary = table_of("survival_summary"),
  tests = table_of("survival_tests"),
  models = table_of("survival_models")
)

# Counting checks

passed <- 0
failures <- character()
compared <- c(curves = 0, summary = 0, tests = 0, models = 0)

holds <- function(good, what) {
  passed <<- passed + sum(good)
  failures <<- c(failures, what[!good])
}

# One check a value.
same <- function(what, expected, found, is_probability = FALSE) {
  if (length(expected) != length(found)) {
    return(holds(FALSE, sprintf("%s: %d values expected, %d found", what, length(expected), length(found))))
  }
  if (is.character(expected)) {
    good <- (is.na(expected) & is.na(found)) | (!is.na(expected) & !is.na(found) & expected == found)
  } else {
    expected <- ifelse(is.finite(as.numeric(expected)), as.numeric(expected), NA)
    found <- as.numeric(found)
    far <- abs(expected - found)
    good <- far <= 1e-9 * pmax(1, abs(expected)) & (!is_probability | far <= 1e-8 * abs(expected))
    good <- ifelse(is.na(expected) | is.na(found), is.na(expected) & is.na(found), good)
  }
  spelled <- function(x) if (is.character(x)) x else sprintf("%.17g", x)
  holds(good, sprintf("%s: expected %s, found %s", what, spelled(expected), spelled(found)))
}

# The columns of some rows of a table. `expected` is a list of columns.
same_rows <- function(table, what, expected, rows) {
  compared[table] <<- compared[table] + nrow(rows)
  for (column in names(expected)) {
    same(paste(table, what, column), unname(expected[[column]]), rows[[column]], grepl("p_value", column))
  }
}

is_row <- function(rows, ...) {
  wanted <- list(...)
  is <- rep(TRUE, nrow(rows))
  for (column in names(wanted)) {
    is <- is & if (is.na(wanted[[column]])) is.na(rows[[column]]) else rows[[column]] %in% wanted[[column]]
  }
  is
}

pick <- function(table, ...) stored[[table]][is_row(stored[[table]], ...), ]

# Who is compared

accessions <- function(from, to) {
  rows <- durations[is_row(durations, from_milestone = from, to_milestone = to), ]
  rows <- rows[rows$duration_days_min >= 0, ]
  economy <- economies[match(rows$iso3, economies$iso3), ]
  start <- as.Date(rows$start_date)
  since <- as.Date(economy$ldc_from)
  until <- as.Date(economy$ldc_until)
  signs <- c("gatt_application", "gatt_working_party_established", "working_party_transformed")
  gatt <- milestones$iso3[milestones$milestone %in% signs]
  joined <- as.Date(milestones$date_latest[milestones$milestone == "membership"])
  year <- as.integer(format(start, "%Y"))
  ldc <- !is.na(since) & since <= start & (is.na(until) | until > start)
  data.frame(
    middle = (rows$duration_days_min + rows$duration_days_max) %/% 2,
    shortest = rows$duration_days_min,
    longest = rows$duration_days_max,
    event = as.logical(rows$event_observed),
    ldc = ifelse(ldc, "least developed", "other"),
    region = economy$region,
    gatt_start = ifelse(rows$iso3 %in% gatt, "GATT", "WTO"),
    decade = paste0(year %/% 10 * 10, "s"),
    landlocked = ifelse(as.logical(economy$is_landlocked), "landlocked", "coastal"),
    start_year = year,
    completed_before = sapply(start, function(day) sum(joined < day, na.rm = TRUE))
  )
}

# Curves

curve_of <- function(data, bound = "middle", ...) {
  data$time <- data[[bound]]
  survfit(Surv(time, event) ~ 1, data = data, conf.type = "log-log", ...)
}

# The first time a share is a half or less, within the rounding of a product.
half <- function(fit, share) fit$time[which(!is.na(share) & share <= 0.5 + 1e-10)[1]]

# R refuses a tau before the first time of a curve; everybody waits that long.
mean_up_to <- function(fit, tau) {
  if (tau < min(fit$time)) c(tau, 0) else unname(summary(fit, rmean = tau)$table[c("rmean", "se(rmean)")])
}

check_group <- function(pair, by, group, data, tau) {
  what <- paste(pair[["from"]], pair[["to"]], by, group)
  fits <- lapply(setNames(bounds, bounds), function(bound) curve_of(data, bound))
  km <- fits$middle
  hazard <- curve_of(data, stype = 2, ctype = 1)
  rows <- function(table) {
    pick(table, from_milestone = pair[["from"]], to_milestone = pair[["to"]], group_by = by, group = group)
  }
  same_rows("curves", what, list(
    time_days = km$time,
    at_risk = km$n.risk,
    events = km$n.event,
    censored = km$n.censor,
    survival = km$surv,
    standard_error = km$std.err * km$surv,
    ci_lower = km$lower,
    ci_upper = km$upper,
    cumulative_hazard = hazard$cumhaz,
    cumulative_hazard_standard_error = hazard$std.chaz
  ), rows("curves"))
  means <- lapply(fits, mean_up_to, tau)
  same_rows("summary", what, list(
    subjects = nrow(data),
    events = sum(data$event),
    censored = sum(!data$event),
    median_days = half(km, km$surv),
    median_ci_lower = half(km, km$lower),
    median_ci_upper = half(km, km$upper),
    rmst_days = means$middle[[1]],
    rmst_standard_error_days = means$middle[[2]],
    rmst_tau_days = tau,
    imprecise = sum(data$shortest != data$longest),
    median_days_shortest = half(fits$shortest, fits$shortest$surv),
    median_days_longest = half(fits$longest, fits$longest$surv),
    rmst_days_shortest = means$shortest[[1]],
    rmst_days_longest = means$longest[[1]]
  ), rows("summary"))
}

check_groups <- function(pair, by, data) {
  data$group <- if (by == "all") "all" else data[[by]]
  groups <- sort(unique(data$group), method = "radix")
  found <- pick("summary", from_milestone = pair[["from"]], to_milestone = pair[["to"]], group_by = by)$group
  same(paste("groups", pair[["from"]], pair[["to"]], by), groups, found)
  parts <- lapply(groups, function(group) data[data$group %in% group, ])
  tau <- min(sapply(parts, function(part) max(part$middle)))
  for (i in seq_along(groups)) check_group(pair, by, groups[i], parts[[i]], tau)
}

# Tests

log_rank <- function(data, by, strata, bound) {
  data$time <- data[[bound]]
  data$group <- data[[by]]
  if (length(unique(data$group[!is.na(data$group)])) < 2) return(NULL)
  formula <- Surv(time, event) ~ group
  if (!is.na(strata)) {
    data$stratum <- data[[strata]]
    formula <- Surv(time, event) ~ group + strata(stratum)
  }
  test <- survdiff(formula, data = data)
  expected <- if (is.matrix(test$exp)) rowSums(test$exp) else test$exp
  df <- sum(expected > 0) - 1
  # R gives 0 where no event came while two groups were at risk; nothing was compared.
  if (df == 0 || all(abs(test$var) < 1e-12)) return(NULL)
  list(statistic = test$chisq, df = df, p = pchisq(test$chisq, df, lower.tail = FALSE))
}

check_test <- function(pair, by, strata, name, tests) {
  what <- paste(pair[["from"]], pair[["to"]], by, strata, name)
  rows <- pick("tests",
    from_milestone = pair[["from"]], to_milestone = pair[["to"]], group_by = by, stratified_by = strata, test = name
  )
  if (is.null(tests$middle)) return(holds(nrow(rows) == 0, paste("tests", what, "should have no row")))
  same_rows("tests", what, list(
    statistic = tests$middle$statistic,
    degrees_of_freedom = tests$middle$df,
    p_value = tests$middle$p,
    p_value_shortest = if (is.null(tests$shortest)) NA else tests$shortest$p,
    p_value_longest = if (is.null(tests$longest)) NA else tests$longest$p
  ), rows)
}

check_log_rank <- function(pair, by, data, all_strata) {
  for (strata in c(NA, setdiff(all_strata, by))) {
    tests <- lapply(setNames(bounds, bounds), function(bound) log_rank(data, by, strata, bound))
    check_test(pair, by, strata, "log_rank", tests)
  }
}

# The Cox model

columns_of <- function(data) {
  x <- list()
  for (name in covariates) {
    if (name == "region") {
      counts <- table(data$region)
      counts <- counts[order(names(counts), method = "radix")]
      others <- setdiff(names(counts), names(counts)[which.max(counts)])
      for (region in others) x[[paste0("region=", region)]] <- as.numeric(data$region == region)
    } else {
      x[[name]] <- switch(name,
        ldc = as.numeric(data$ldc == "least developed"),
        gatt_start = as.numeric(data$gatt_start == "GATT"),
        data[[name]]
      )
    }
  }
  do.call(cbind, x)
}

cox <- function(data, bound) {
  data <- data[!is.na(data$region), ]
  x <- columns_of(data)
  data$time <- data[[bound]]
  # The tolerance of the Cholesky decomposition is greater than eps, which survival warns of; nothing is near singular.
  control <- suppressWarnings(coxph.control(eps = 1e-14, iter.max = 50))
  fit <- coxph(Surv(time, event) ~ x, data = data, ties = "efron", control = control, x = TRUE, y = TRUE)
  zph <- cox.zph(fit, transform = "km", terms = FALSE)$table
  test <- function(statistic) {
    list(statistic = statistic, df = ncol(x), p = pchisq(statistic, ncol(x), lower.tail = FALSE))
  }
  list(fit = fit, terms = colnames(x), zph = zph[seq_len(ncol(x)), , drop = FALSE], tests = list(
    cox_likelihood_ratio = test(2 * diff(fit$loglik)),
    cox_wald = test(as.numeric(fit$wald.test)),
    cox_score = test(fit$score),
    proportional_hazards = test(zph["GLOBAL", "chisq"])
  ))
}

check_model <- function(pair, data) {
  models <- lapply(setNames(bounds, bounds), function(bound) cox(data, bound))
  middle <- models$middle
  found <- summary(middle$fit)
  same_rows("models", paste(pair[["from"]], pair[["to"]]), list(
    covariate = middle$terms,
    subjects = rep(middle$fit$n, length(middle$terms)),
    events = rep(middle$fit$nevent, length(middle$terms)),
    coefficient = middle$fit$coefficients,
    standard_error = found$coefficients[, "se(coef)"],
    hazard_ratio = found$conf.int[, "exp(coef)"],
    ci_lower = found$conf.int[, "lower .95"],
    ci_upper = found$conf.int[, "upper .95"],
    z = found$coefficients[, "z"],
    p_value = found$coefficients[, "Pr(>|z|)"],
    ph_statistic = middle$zph[, "chisq"],
    ph_p_value = middle$zph[, "p"],
    coefficient_shortest = models$shortest$fit$coefficients,
    coefficient_longest = models$longest$fit$coefficients
  ), pick("models", from_milestone = pair[["from"]], to_milestone = pair[["to"]]))
  for (name in names(middle$tests)) {
    check_test(pair, "model", NA, name, lapply(models, function(model) model$tests[[name]]))
  }
}

# The whole

pairs <- unique(stored$summary[c("from_milestone", "to_milestone")])
groupings <- unique(stored$summary$group_by)
strata <- unique(stored$tests$stratified_by[!is.na(stored$tests$stratified_by)])
for (i in seq_len(nrow(pairs))) {
  pair <- c(from = pairs$from_milestone[i], to = pairs$to_milestone[i])
  data <- accessions(pair[["from"]], pair[["to"]])
  for (by in groupings) check_groups(pair, by, data)
  for (by in setdiff(groupings, "all")) check_log_rank(pair, by, data, strata)
  is_modelled <- is_row(stored$models, from_milestone = pair[["from"]], to_milestone = pair[["to"]])
  if (any(is_modelled)) check_model(pair, data)
}
for (name in names(stored)) {
  same(paste("rows of", name, "that were compared"), nrow(stored[[name]]), compared[[name]])
  holds(nrow(stored[[name]]) > 0, paste(name, "has no rows"))
}

for (failure in head(failures, most_failures)) cat("FAILED ", failure, "\n", sep = "")
if (length(failures) > most_failures) cat("and", length(failures) - most_failures, "more\n")
cat("R ", R.version$major, ".", R.version$minor, ", survival ", as.character(packageVersion("survival")), "\n", sep = "")
cat(passed, "passed,", length(failures), "failed\n")
quit(status = if (length(failures) > 0 || passed == 0) 1 else 0)
