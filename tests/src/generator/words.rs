//! What a language calls things. The tables of each language stand in files of their own.

pub(super) use super::words_en::EN;
pub(super) use super::words_es::ES;
pub(super) use super::words_fr::FR;

/// Several ways to write one thing.
pub(super) type Variants = &'static [&'static str];

/// The words of a language. In templates `{}` is the economy, `{n}` a number with its ending, `{d}` a date.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) code: &'static str,
    pub(super) months: [&'static str; 12],
    pub(super) short_months: [&'static str; 12],
    pub(super) and: &'static str,
    /// Titles of the sections I to IX.
    pub(super) sections: [&'static str; 9],
    /// Labels by step; `transformed` is the one row for the application and the working party of GATT pages.
    pub(super) steps: &'static [(&'static str, Variants)],
    /// Captions that may follow labels of laws and of consultation documents.
    pub(super) notices: Variants,
    pub(super) chairs: Variants,
    /// Labels of the chair in status tables.
    pub(super) chair: Variants,
    pub(super) acting: Variants,
    /// In place of the end of a term that runs.
    pub(super) runs: Variants,
    pub(super) honorifics: Variants,
    pub(super) countries: Variants,
    pub(super) posts: Variants,
    pub(super) formal: Variants,
    pub(super) informal: Variants,
    pub(super) plurilateral: Variants,
    pub(super) technical: Variants,
    /// Captions of the columns of meetings.
    pub(super) captions: Variants,
    /// Rows of a meeting that was resumed.
    pub(super) resumed: Variants,
    /// Behind a subject whose meeting was resumed.
    pub(super) resumed_mark: &'static str,
    /// What leads a subject.
    pub(super) on: &'static str,
    /// Subjects behind "on".
    pub(super) topics: Variants,
    /// Subjects that stand alone.
    pub(super) bare_topics: Variants,
    pub(super) verified: Variants,
    pub(super) documents: &'static str,
    pub(super) news: Variants,
    /// Words for addenda, corrigenda and revisions.
    pub(super) announced: [Variants; 3],
    pub(super) annex: &'static str,
    pub(super) part: &'static str,
    /// Notes in brackets.
    pub(super) notes: Variants,
    /// Titles of documents.
    pub(super) titles: Variants,
    /// Texts of bullets.
    pub(super) items: Variants,
    /// Labels of further rows of a step.
    pub(super) later: Variants,
    pub(super) first: &'static str,
    pub(super) last: &'static str,
    pub(super) circulated: &'static str,
    /// The introduction's sentence about membership.
    pub(super) became: Variants,
    pub(super) page_of: &'static str,
    pub(super) timeline: &'static str,
    /// `162nd WTO Member` of section VIII.
    pub(super) member: &'static str,
    pub(super) article: &'static str,
    /// Sentences without facts, some with dates.
    pub(super) prose: Variants,
    /// Sentences of pages with a table, which say again and otherwise what the table says.
    pub(super) decoys: Variants,
    /// Brackets behind the date of the row `transformed`.
    pub(super) explanations: Variants,
    pub(super) union: &'static str,
    pub(super) derestriction: &'static str,
    pub(super) furniture: Variants,
    /// A bullet among the chairpersons that names nobody.
    pub(super) nobody: &'static str,
    /// Titles of pages without a timeline: the status, the meetings.
    pub(super) status: [&'static str; 2],
    /// Titles of rows 6 and 7 of status tables.
    pub(super) groups: [&'static str; 2],
    /// Sentences that say when the working party was established, with a day and with a month.
    pub(super) established: [Variants; 2],
    pub(super) not_met: Variants,
    /// Captions of portals: order, presiding months, chair; order, date, notice, list.
    pub(super) presiding: [&'static str; 3],
    pub(super) sessions: [&'static str; 4],
    pub(super) member_status: [&'static str; 3],
}

impl Words {
    /// The ways to write the label of a step.
    pub(super) fn step(&self, step: &str) -> Variants {
        self.steps.iter().find(|(name, _)| *name == step).map(|(_, labels)| *labels).unwrap_or_default()
    }

    /// `1st`, of a meeting or of a chairperson.
    pub(super) fn ordinal(&self, number: u32, is_meeting: bool) -> String {
        let ending = match (self.code, number % 100, number % 10) {
            ("fr", _, _) if number == 1 => {
                if is_meeting {
                    "re"
                } else {
                    "er"
                }
            }
            ("fr", _, _) => "\u{e8}me",
            ("es", _, _) => {
                if is_meeting {
                    "\u{aa}"
                } else {
                    "\u{ba}"
                }
            }
            (_, 11..=13, _) => "th",
            (_, _, 1) => "st",
            (_, _, 2) => "nd",
            (_, _, 3) => "rd",
            _ => "th",
        };
        format!("{number}{ending}")
    }

    /// `162nd` of a member.
    pub(super) fn member_ordinal(&self, number: u32) -> String {
        if self.code == "es" { format!("{number}\u{b0}") } else { self.ordinal(number, true) }
    }

    /// The genitive of a name: "de Tonga", "d'Andorre".
    pub(super) fn of(&self, name: &str) -> String {
        let is_vowel = name.starts_with(['A', 'E', 'I', 'O', 'U', '\u{c9}', '\u{ce}']);
        match self.code {
            "fr" if is_vowel => format!("d'{name}"),
            "fr" | "es" => format!("de {name}"),
            _ => format!("{name}'s"),
        }
    }
}
