//! Which sightings are of a whole list of an economy's meetings.
//!
//! A dossier gives the whole list of a kind, as far as it goes, if it numbers the meetings from 1 on without a gap. Rows of
//! the register that are called complete are one list, whatever number of sources they are put together from. Of several
//! lists of one kind the one with the most sittings is taken, a dossier's before the register's.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use accession_schema::vocabulary::MeetingKind;

use super::sitting::{Sighting, Sitting};

/// A list: a dossier's, or the register's.
type List<'s> = Option<&'s str>;

/// Marks the sightings of dossiers that number the meetings of their kind from 1 on without a gap.
pub(super) fn mark(sightings: &mut [Sighting<'_>]) {
    let mut numbers: BTreeMap<(MeetingKind, &str), BTreeSet<u32>> = BTreeMap::new();
    for sighting in &*sightings {
        if let Some((dossier, ordinal)) = sighting.row.dossier_id.zip(sighting.row.ordinal) {
            numbers.entry((sighting.row.kind, dossier)).or_default().insert(ordinal);
        }
    }
    numbers.retain(|_, numbers| (1..).zip(&*numbers).all(|(expected, found)| expected == *found));
    for sighting in sightings {
        if let Some(dossier) = sighting.row.dossier_id {
            sighting.is_whole_list = numbers.contains_key(&(sighting.row.kind, dossier));
        }
    }
}

/// The list that is taken as the whole one, for each kind that has one.
pub(super) struct WholeLists<'s>(BTreeMap<MeetingKind, List<'s>>);

impl<'s> WholeLists<'s> {
    /// Chooses among the lists the sittings of an economy stand in.
    pub(super) fn of(sittings: &[Sitting<'s>]) -> Self {
        let mut sizes: BTreeMap<(MeetingKind, List<'s>), usize> = BTreeMap::new();
        for sitting in sittings {
            let lists: BTreeSet<List<'s>> = lists(sitting).collect();
            for list in lists {
                *sizes.entry((sitting.first.row.kind, list)).or_default() += 1;
            }
        }
        let mut by_size: Vec<((MeetingKind, List<'s>), usize)> = sizes.into_iter().collect();
        by_size.sort_by_key(|((kind, list), size)| (*kind, Reverse(*size), list.is_none(), *list));
        let mut chosen = BTreeMap::new();
        for ((kind, list), _) in by_size {
            chosen.entry(kind).or_insert(list);
        }
        Self(chosen)
    }

    /// Whether a sitting stands in the list chosen for its kind.
    pub(super) fn has(&self, sitting: &Sitting<'s>) -> bool {
        self.0.get(&sitting.first.row.kind).is_some_and(|chosen| lists(sitting).any(|list| list == *chosen))
    }
}

/// The whole lists a sitting stands in.
fn lists<'s>(sitting: &Sitting<'s>) -> impl Iterator<Item = List<'s>> {
    sitting.parts().filter(|(seen, _)| seen.is_whole_list).map(|(seen, _)| seen.row.dossier_id)
}
