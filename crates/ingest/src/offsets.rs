//! From places in decoded text back to places in the source.

use std::ops::Range;

use crate::dossier::{Span, clamp};

/// Where each byte of a decoded text stands in the bytes it was decoded from. Runs of characters that take the same
/// number of bytes on both sides are one entry, so that text in one byte a character has hardly any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Offsets {
    runs: Vec<Run>,
    decoded: u32,
    source: u32,
    /// No place lies behind this one.
    end: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    decoded: u32,
    source: u32,
    decoded_step: u32,
    source_step: u32,
}

impl Run {
    /// Where the character starts, in the source, that a byte of the text at or behind the run's start is of.
    fn source_of(self, decoded: u32) -> u32 {
        let steps = decoded.saturating_sub(self.decoded).checked_div(self.decoded_step).unwrap_or_default();
        self.source.saturating_add(steps.saturating_mul(self.source_step))
    }
}

impl Offsets {
    /// Offsets of a text that is a part of the source.
    pub(crate) fn within(source: Range<usize>) -> Self {
        Self { runs: Vec::new(), decoded: 0, source: clamp(source.start), end: clamp(source.end) }
    }

    /// Goes on by a character, or whatever else is decoded as one: so many bytes of text from so many of the source.
    pub(crate) fn step(&mut self, decoded: usize, source: usize) {
        let run = Run {
            decoded: self.decoded,
            source: self.source,
            decoded_step: clamp(decoded),
            source_step: clamp(source),
        };
        let goes_on = self.runs.last().is_some_and(|last| {
            (last.decoded_step, last.source_step) == (run.decoded_step, run.source_step)
                && last.source_of(run.decoded) == run.source
        });
        if !goes_on && run.decoded_step > 0 {
            self.runs.push(run);
        }
        self.decoded = self.decoded.saturating_add(run.decoded_step);
        self.source = self.source.saturating_add(run.source_step);
    }

    /// Leaves out bytes of the source that give no text.
    pub(crate) fn skip(&mut self, source: usize) {
        self.step(0, source);
    }

    /// The bytes of the source a part of the text was decoded from: whole characters, and nothing that was left out
    /// before the first or behind the last of them.
    pub(crate) fn span(&self, start: u32, end: u32) -> Span {
        let from = self.run(start).map_or(self.source, |run| run.source_of(start));
        let last = end.checked_sub(1).filter(|last| *last >= start);
        let to = last.map_or(from, |last| {
            self.run(last).map_or(self.source, |run| run.source_of(last).saturating_add(run.source_step))
        });
        Span { start: from.min(self.end), end: to.min(self.end) }
    }

    /// The run a byte of the text is in; none of what is behind its last one.
    fn run(&self, decoded: u32) -> Option<Run> {
        let behind = self.runs.partition_point(|run| run.decoded <= decoded);
        let at = behind.checked_sub(1).filter(|_| decoded < self.decoded)?;
        self.runs.get(at).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_are_found_in_every_kind_of_run() {
        let mut offsets = Offsets::within(2..14);
        // "ab" in two bytes each, "é" in two for two, a soft line break of three, "c", another break.
        offsets.step(1, 2);
        offsets.step(1, 2);
        offsets.step(2, 2);
        offsets.skip(3);
        offsets.step(1, 2);
        offsets.skip(1);
        let places: Vec<u32> = (0..=5).map(|at| offsets.span(at, at).start).collect();
        assert_eq!(places, [2, 4, 6, 6, 11, 14]);
        assert_eq!(offsets.span(99, 99), Span { start: 14, end: 14 });
        // What is left out at an end of a part is none of it, and within it is.
        assert_eq!(offsets.span(0, 4), Span { start: 2, end: 8 });
        assert_eq!(offsets.span(2, 5), Span { start: 6, end: 13 });
        assert_eq!(offsets.span(4, 5), Span { start: 11, end: 13 });
    }

    #[test]
    fn a_break_between_characters_of_one_width_starts_a_run() {
        let mut offsets = Offsets::within(0..8);
        offsets.skip(1);
        offsets.step(1, 1);
        offsets.skip(3);
        offsets.step(1, 1);
        assert_eq!(offsets.span(0, 1), Span { start: 1, end: 2 });
        assert_eq!(offsets.span(0, 2), Span { start: 1, end: 6 });
        assert_eq!(offsets.span(1, 2), Span { start: 5, end: 6 });
    }

    proptest! {
        #[test]
        fn runs_say_the_same_as_a_list_of_all_places(steps in prop::collection::vec((0_usize..3, 0_usize..4), 0..40)) {
            let mut offsets = Offsets::within(0..1000);
            let mut places = Vec::new();
            let mut at = 0;
            for (decoded, source) in steps {
                offsets.step(decoded, source);
                places.extend(std::iter::repeat_n((at, at + clamp(source)), decoded));
                at += clamp(source);
            }
            for start in 0..places.len() {
                for end in start + 1..=places.len() {
                    let span = offsets.span(clamp(start), clamp(end));
                    prop_assert_eq!((span.start, span.end), (places[start].0, places[end - 1].1));
                }
            }
        }
    }
}
