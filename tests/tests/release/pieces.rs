//! What the releases here are made of: dossiers alone, and the registers that ship joined with dossiers.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use accession_analyze::{Grouping, ModelCovariate, Plan, SurvivalPlan, analyze};
use accession_normalize::{RegisterFile, RegisterFiles, Registers, Source, join, normalize};
use accession_schema::vocabulary::Milestone::{
    self, Acceptance, Application, Decision, FirstApplication, FirstMeeting, FirstWorkingParty,
    ForeignTradeMemorandum, GattApplication, GattWorkingPartyEstablished, GoodsOffer, LastMeeting,
    Membership, Reactivated, Suspended, WorkingPartyEstablished, WorkingPartyReport,
    WorkingPartyReportAdopted, WorkingPartyTransformed,
};
use accession_schema::vocabulary::Status;
use accession_schema::{Day, Facts, Statistics};
use accession_tests::{economies, every_dossier, facts, plan, root};

use super::day;

/// Pairs of milestones durations are counted between: those of the pipeline that ships, and some whose ends are other
/// stages, or no stage, or derived.
pub(super) const DURATIONS: [(Milestone, Milestone); 40] = [
    (Application, WorkingPartyEstablished),
    (Application, ForeignTradeMemorandum),
    (Application, FirstMeeting),
    (Application, GoodsOffer),
    (Application, WorkingPartyReport),
    (Application, WorkingPartyReportAdopted),
    (Application, Decision),
    (Application, Acceptance),
    (Application, Membership),
    (Application, Suspended),
    (GattApplication, GattWorkingPartyEstablished),
    (GattApplication, WorkingPartyReportAdopted),
    (GattApplication, Decision),
    (GattApplication, Membership),
    (FirstApplication, FirstWorkingParty),
    (FirstApplication, FirstMeeting),
    (FirstApplication, WorkingPartyReportAdopted),
    (FirstApplication, Decision),
    (FirstApplication, Membership),
    (WorkingPartyEstablished, FirstMeeting),
    (WorkingPartyEstablished, WorkingPartyReportAdopted),
    (WorkingPartyEstablished, Decision),
    (WorkingPartyEstablished, Membership),
    (GattWorkingPartyEstablished, FirstMeeting),
    (GattWorkingPartyEstablished, Decision),
    (GattWorkingPartyEstablished, Membership),
    (WorkingPartyTransformed, Decision),
    (WorkingPartyTransformed, Membership),
    (FirstWorkingParty, WorkingPartyReportAdopted),
    (FirstWorkingParty, Decision),
    (FirstWorkingParty, Membership),
    (FirstMeeting, LastMeeting),
    (FirstMeeting, WorkingPartyReportAdopted),
    (FirstMeeting, Membership),
    (LastMeeting, Decision),
    (WorkingPartyReportAdopted, Decision),
    (Decision, Acceptance),
    (Decision, Membership),
    (Acceptance, Membership),
    (Suspended, Reactivated),
];

/// What the fixtures lack: meetings dated by the month, two gaps of one length, sittings that overlap, a resumption that
/// nothing numbers, a decision without a date, two milestones of one month, and cells that need quotes.
const ODD: &str = "\
Uzbekistan's Timeline

I. Overview
Application received 03/2001 WT/ACC/UZB/1
Accession Working Party established 03/2001
Chairperson of the Accession Working Party
1st 03/2001 - 02/2003 Mr \"Jack\" O'NEIL, \"the, second\" (Norway)
Formal Meetings of the Working Party
resumed 28/02/2002
01/03/2002
1st 01/03/2002
2nd 11/03/2003
3rd 20/03/2004
3rd meeting resumed 21/03/2006
4th 06/2006
5th 06/2007
resumed 02/03/2008
7th 31/12/2008-02/01/2009
8th 01/01/2009
Informal Meetings of the Working Party
12/05/2003
Plurilateral Meetings
On agriculture 04/05/2003
On \"SPS\", and TBT 04/05/2003
II. Multilateral Negotiations
Memorandum on the Foreign Trade Regime (MFTR) 09/1998 WT/ACC/UZB/3
- revised 10/1998 WT/ACC/UZB/3/Rev.1
- revised WT/ACC/UZB/3/Rev.2
Factual Summary of Points Raised 12/05/1998 WT/ACC/UZB/3
V. Accession Package
Ministerial Conference/General Council Decision on the Accession WT/L/1
VIII. Date of Membership
05/2009 155th WTO Member
\"Quoted\", with commas
a \"\"doubled\"\" quote
=1+1\t'apostrophe; and \u{2028} a separator
, ,
";

const ODD_ID: &str = "zz, \"synthetic\"";

/// Facts that are joined with each other and with nothing else, and how they are analysed.
#[derive(Clone)]
pub(super) struct Piece {
    pub(super) facts: Facts,
    plan: fn(Day) -> Plan,
}

impl Piece {
    /// One without economies to compare.
    pub(super) fn of_dossier(facts: Facts) -> Self {
        let plan = |as_of| Plan { durations: DURATIONS.to_vec(), ..plan(as_of) };
        Self { facts, plan }
    }

    fn of_economies(facts: Facts) -> Self {
        Self { facts, plan: comparing }
    }
}

/// A plan that compares economies in groups and by a model, as the pipeline that ships does.
fn comparing(as_of: Day) -> Plan {
    let survival = SurvivalPlan {
        pairs: vec![(FirstApplication, Membership), (FirstWorkingParty, Decision)],
        groupings: Grouping::KNOWN.map(|(_, grouping)| grouping).to_vec(),
        stratify_by: Some(Grouping::GattStart),
        models: vec![(FirstApplication, Membership)],
        covariates: vec![ModelCovariate::Ldc, ModelCovariate::GattStart, ModelCovariate::CompletedBefore],
        ..SurvivalPlan::default()
    };
    Plan { durations: DURATIONS.to_vec(), survival, ..plan(as_of) }
}

/// The facts of several pieces and their statistics, one after the other.
pub(super) fn together(pieces: &[Piece], as_of: Day) -> (Facts, Statistics) {
    let (mut facts, mut statistics) = (Facts::default(), Statistics::default());
    for piece in pieces {
        facts.append(&piece.facts);
        statistics.append(&analyze(&piece.facts, &(piece.plan)(as_of)));
    }
    (facts, statistics)
}

/// Dossiers by their ids. Of a page that is here twice, the copy that ships is taken.
static SOURCES: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let stem = |path: &PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let files: BTreeMap<String, PathBuf> =
        every_dossier().into_iter().filter_map(|path| Some((stem(&path)?, path))).collect();
    assert!(files.len() > 5 && files.contains_key(KAZAKHSTAN), "the fixtures must be here: {files:?}");
    let sources = files.into_iter().map(|(stem, path)| (stem, read(&path)));
    sources.chain([(ODD_ID.to_owned(), ODD.as_bytes().to_vec())]).collect()
});

const KAZAKHSTAN: &str = "kazakhstan";

/// Each dossier alone, in order of their ids.
pub(super) static DOSSIERS: LazyLock<Vec<Piece>> = LazyLock::new(|| {
    let economies = economies();
    let facts = SOURCES.iter().map(|(id, source)| facts(id, source, &economies));
    let mut pieces: Vec<Piece> = facts.map(Piece::of_dossier).collect();
    // No page that is read today gives a document a date that lies in two years.
    let odd = pieces.last_mut().map(|piece| &mut piece.facts.documents);
    odd.into_iter().flat_map(|odd| odd.date_latest.iter_mut().flatten().take(1)).for_each(|latest| {
        *latest = day(2002, 1, 31);
    });
    pieces
});

/// The registers that ship, joined with the dossier that ships.
pub(super) static SHIPPED: LazyLock<Piece> =
    LazyLock::new(|| Piece::of_economies(joined(|id| id == KAZAKHSTAN, &registers())));

/// Each dossier alone, but that of Kazakhstan, in whose place the registers stand joined with it.
pub(super) static PIECES: LazyLock<Vec<Piece>> = LazyLock::new(|| {
    let pieces = SOURCES.keys().zip(DOSSIERS.iter());
    pieces.map(|(id, piece)| if id == KAZAKHSTAN { SHIPPED.clone() } else { piece.clone() }).collect()
});

/// All dossiers joined with each other and with the registers, changed to what they lack: an economy that applied has
/// lapsed, a member and one that applied are observers, nobody knows when Nepal applied to the GATT, and the documents of
/// the economies are mixed.
pub(super) static EVERYTHING: LazyLock<Piece> = LazyLock::new(|| {
    let mut registers = registers();
    let statuses = [("AND", Status::Lapsed), ("TON", Status::Observer), ("LBY", Status::Observer)];
    for traits in &mut registers.traits {
        let status = statuses.iter().find(|(iso3, _)| *iso3 == traits.iso3);
        traits.status = status.map_or(traits.status, |(_, status)| *status);
    }
    registers.milestones.retain(|claim| claim.cited.iso3 != "NPL" || claim.milestone != GattApplication);
    registers.documents.sort_by_key(|document| document.cited.line % 7);
    Piece::of_economies(joined(|_| true, &registers))
});

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The registers that ship with the project.
fn registers() -> Registers {
    let files = REGISTERS.map(|name| read(&root().join("data/registers").join(name)));
    registers_of(files.each_ref().map(Vec::as_slice))
}

const REGISTERS: [&str; 5] =
    ["economies.csv", "milestones.csv", "meetings.csv", "documents.csv", "chairpersons.csv"];

/// Registers from what is in their files.
pub(super) fn registers_of(files: [&[u8]; 5]) -> Registers {
    let [economies, milestones, meetings, documents, chairpersons] =
        std::array::from_fn(|at| RegisterFile { name: REGISTERS[at], bytes: files[at] });
    let (registers, problems) = Registers::read(&RegisterFiles {
        economies,
        milestones: Some(milestones),
        meetings: Some(meetings),
        documents: Some(documents),
        chairpersons: Some(chairpersons),
    });
    assert_eq!(problems, [], "the registers must be clean");
    registers
}

/// The facts of some dossiers, by their ids, joined with each other and with registers.
fn joined(is_wanted: impl Fn(&str) -> bool, registers: &Registers) -> Facts {
    let sources = SOURCES.iter().filter(|(id, _)| is_wanted(id));
    joined_from(sources.map(|(id, source)| (id.as_str(), source.as_slice())), registers)
}

/// The facts of dossiers, in order of their ids, joined with each other and with registers.
pub(super) fn joined_from<'s>(
    sources: impl Iterator<Item = (&'s str, &'s [u8])>,
    registers: &Registers,
) -> Facts {
    let mut facts = Facts::default();
    for (id, source) in sources {
        let page = accession_ingest::Page::new(source, &accession_ingest::Hints::default());
        let dossier = accession_ingest::read(&page);
        normalize(Source { id, path: id }, &dossier, &registers.economies, &mut facts);
    }
    join(&mut facts, registers);
    facts
}
