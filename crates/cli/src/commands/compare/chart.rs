//! A small chart of a survival curve for a terminal.

use accession_analyze::Estimate;
use textplots::{Chart, LabelBuilder, LabelFormat, Plot, Shape, TickDisplay, TickDisplayBuilder};

/// Width and height in dots; a character has two by four of them.
const WIDTH: u32 = 120;
const HEIGHT: u32 = 28;

const DAYS_PER_YEAR: f64 = 365.25;

/// The curve as steps from 1 at the start, years on the axis, up to the same time for charts that stand together.
pub(super) fn chart(estimate: &Estimate, until_days: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "a chart is not that fine")]
    let years = |days: f64| (days / DAYS_PER_YEAR) as f32;
    #[allow(clippy::cast_possible_truncation, reason = "a chart is not that fine")]
    let share = |share: f64| share as f32;
    // The curve stays where it is until an accession ends, and falls there.
    let mut points = vec![(0.0, 1.0)];
    let mut before = 1.0;
    for step in estimate.curve.steps() {
        let after = share(step.survival);
        points.extend([(years(step.time), before), (years(step.time), after)]);
        before = after;
    }
    let curve = Shape::Lines(&points);
    let mut chart = Chart::new_with_y_range(WIDTH, HEIGHT, 0.0, years(until_days).max(1.0), 0.0, 1.0);
    let chart = chart
        .lineplot(&curve)
        .x_label_format(LabelFormat::Custom(Box::new(spell_years)))
        .y_label_format(LabelFormat::Custom(Box::new(|share| format!("{:.0}%", share * 100.0))))
        .y_tick_display(TickDisplay::Sparse);
    chart.axis();
    chart.figures();
    chart.to_string()
}

/// A number on the axis of years.
fn spell_years(years: f32) -> String {
    let rounded = format!("{years:.0}");
    let noun = if rounded == "1" { "year" } else { "years" };
    format!("{rounded} {noun}")
}
