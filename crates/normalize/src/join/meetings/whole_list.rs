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

/// The list that is taken as the whole one, for each kind that has one.
pub(super) struct WholeLists<'s>(BTreeMap<MeetingKind, List<'s>>);

impl<'s> WholeLists<'s> {
    /// Finds the lists among the sightings of an economy, marks those of dossiers, and chooses.
    pub(super) fn mark(sightings: &mut [Sighting<'s>]) -> Self {
        let mut numbers: BTreeMap<(MeetingKind, &str), BTreeSet<u32>> = BTreeMap::new();
        for sighting in &*sightings {
            if let Some((dossier, ordinal)) = sighting.row.dossier_id.zip(sighting.row.ordinal) {
                numbers.entry((sighting.row.kind, dossier)).or_default().insert(ordinal);
            }
        }
        numbers.retain(|_, numbers| (1..).zip(&*numbers).all(|(expected, found)| expected == *found));
        // A sitting of the register that several sources give counts once.
        let mut sittings: BTreeMap<(MeetingKind, List<'s>), BTreeSet<_>> = BTreeMap::new();
        for sighting in sightings {
            if let Some(dossier) = sighting.row.dossier_id {
                sighting.is_whole_list = numbers.contains_key(&(sighting.row.kind, dossier));
            }
            if sighting.is_whole_list {
                let row = &sighting.row;
                let list = sittings.entry((row.kind, row.dossier_id)).or_default();
                list.insert((row.start_date, row.dossier_id.map(|_| row.line)));
            }
        }
        let mut chosen = BTreeMap::new();
        let mut lists: Vec<((MeetingKind, List<'s>), BTreeSet<_>)> = sittings.into_iter().collect();
        lists.sort_by_key(|((kind, list), sittings)| (*kind, Reverse(sittings.len()), list.is_none(), *list));
        for ((kind, list), _) in lists {
            chosen.entry(kind).or_insert(list);
        }
        Self(chosen)
    }

    /// Whether a sitting stands in the list chosen for its kind.
    pub(super) fn has(&self, sitting: &Sitting<'s>) -> bool {
        let Some(list) = self.0.get(&sitting.first.row.kind) else { return false };
        sitting.parts().any(|(seen, _)| seen.is_whole_list && seen.row.dossier_id == *list)
    }
}
