//! Gaps between sittings.

use accession_schema::VariantArray;
use accession_schema::facts::Meeting;
use accession_schema::statistics::{MeetingGap, MeetingGaps};
use accession_schema::vocabulary::{MeetingKind, Precision};

use crate::bounds::Bounds;
use crate::economy::EconomyFacts;

/// The time between two sittings that follow each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gap<'f> {
    pub(crate) kind: MeetingKind,
    pub(crate) from: Sitting<'f>,
    pub(crate) to: Sitting<'f>,
    /// Days from the last day of the one to the first day of the other, where both are known to the day. Negative where
    /// the sittings overlap.
    pub(crate) days: Option<i32>,
    /// Whether both sittings stand in the whole list, and none of it without a date in between.
    pub(crate) is_complete: bool,
}

/// A sitting with a date.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sitting<'f> {
    dossier_id: Option<&'f str>,
    pub(crate) ordinal: Option<u32>,
    dates: Bounds,
    is_day: bool,
    pub(crate) is_resumption: bool,
    is_in_whole_list: bool,
}

/// The gaps of an economy: between known sittings of a kind that follow each other in time. Sittings of informal,
/// plurilateral and verification meetings count where they are numbered; unnumbered ones on different subjects make no
/// series. Sittings without a date are passed over, and so are those a whole list denies.
pub(crate) fn meeting_gaps<'f>(economy: &EconomyFacts<'f>) -> Vec<Gap<'f>> {
    let mut gaps = Vec::new();
    for kind in MeetingKind::VARIANTS.iter().copied() {
        let mut sittings: Vec<Sitting<'_>> = economy
            .meetings_of(kind)
            .filter_map(sitting)
            .filter(|sitting| kind == MeetingKind::Formal || sitting.ordinal.is_some())
            .filter(|sitting| sitting.is_in_whole_list || !is_denied(economy, kind, sitting))
            .collect();
        // The sort is stable: sittings of one day stay in the order of the page.
        sittings.sort_by_key(|sitting| (sitting.dates.earliest, sitting.ordinal));
        gaps.extend(sittings.windows(2).filter_map(|pair| {
            let [from, to] = pair else { return None };
            let are_days = from.is_day && to.is_day;
            let days = are_days.then(|| to.dates.earliest.days_since(from.dates.latest));
            let is_complete =
                from.is_in_whole_list && to.is_in_whole_list && !may_lie_between(economy, kind, from, to);
            Some(Gap { kind, from: *from, to: *to, days, is_complete })
        }));
    }
    gaps
}

/// Whether a sitting of the whole list that has no date may lie between two others.
fn may_lie_between(
    economy: &EconomyFacts<'_>,
    kind: MeetingKind,
    from: &Sitting<'_>,
    to: &Sitting<'_>,
) -> bool {
    economy.undated_in_whole_list(kind).any(|ordinal| {
        let is_after = ordinal.zip(from.ordinal).is_none_or(|(ordinal, from)| ordinal > from);
        let is_before = ordinal.zip(to.ordinal).is_none_or(|(ordinal, to)| ordinal < to);
        is_after && is_before
    })
}

/// Whether a whole list has no such sitting, though it goes further.
fn is_denied(economy: &EconomyFacts<'_>, kind: MeetingKind, sitting: &Sitting<'_>) -> bool {
    let start = sitting.dates.earliest;
    economy.whole_list(kind).is_some_and(|(first, last)| first < start && start < last)
}

fn sitting<'f>(meeting: &Meeting<'f>) -> Option<Sitting<'f>> {
    Some(Sitting {
        dossier_id: meeting.dossier_id,
        ordinal: meeting.ordinal,
        dates: Bounds { earliest: meeting.start_date?, latest: meeting.end_date? },
        is_day: meeting.precision == Some(Precision::Day),
        is_resumption: meeting.is_resumption,
        is_in_whole_list: meeting.is_in_whole_list,
    })
}

pub(crate) fn append(economy: &EconomyFacts<'_>, gaps: &[Gap<'_>], table: &mut MeetingGaps) {
    for gap in gaps {
        let same_dossier = gap.from.dossier_id == gap.to.dossier_id;
        table.push(MeetingGap {
            dossier_id: gap.from.dossier_id.filter(|_| same_dossier),
            iso3: economy.iso3,
            kind: gap.kind,
            from_ordinal: gap.from.ordinal,
            to_ordinal: gap.to.ordinal,
            from_date: Some(gap.from.dates.latest),
            to_date: Some(gap.to.dates.earliest),
            gap_days: gap.days,
            is_resumption: gap.to.is_resumption,
            is_complete: gap.is_complete,
        });
    }
}
