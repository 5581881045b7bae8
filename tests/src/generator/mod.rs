//! Synthetic dossiers whose facts are known: pages made up from a seed, as text and as HTML, with the rows they must
//! give.
//!
//! A page is a list of entries. Each entry is made by one function that says its words and its facts at once; the two
//! writers only put entries down and note where they stand. Nothing is read back from a page.

mod chairs;
pub mod check;
mod damage;
mod dates;
mod html;
mod listings;
mod maker;
mod meetings;
mod noise;
mod page;
mod portal;
mod prose;
mod random;
mod remarks;
mod status;
#[cfg(test)]
mod tests;
mod text;
mod timeline;
mod truth;
mod words;
mod words_en;
mod words_es;
mod words_fr;

pub use damage::{DAMAGES, Damage, damage, truth_of_copy};
pub use truth::{Row, TABLES, Truth};

use self::maker::Maker;
use self::words::{EN, ES, FR, Words};

/// An economy a page can be about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Economy<'a> {
    /// ISO 3166-1 alpha-3 code.
    pub iso3: &'a str,
    /// Code in symbols; where it is empty, the ISO code stands in them.
    pub wto_code: &'a str,
    /// English name.
    pub name_en: &'a str,
    /// French name.
    pub name_fr: &'a str,
    /// Spanish name.
    pub name_es: &'a str,
}

/// The layout of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// Sections I to IX.
    #[default]
    Timeline,
    /// The same with rows of the GATT years.
    GattTimeline,
    /// Numbered rows with long dates.
    StatusTable,
    /// Sentences.
    ShortProse,
    /// Cells set off by `|`.
    Portal,
}

/// All layouts.
pub const LAYOUTS: [Layout; 5] =
    [Layout::Timeline, Layout::GattTimeline, Layout::StatusTable, Layout::ShortProse, Layout::Portal];

impl Layout {
    /// The word in the tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Timeline => "timeline",
            Self::GattTimeline => "gatt_timeline",
            Self::StatusTable => "status_table",
            Self::ShortProse => "short_prose",
            Self::Portal => "portal",
        }
    }
}

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
    /// Spanish.
    Es,
}

/// All languages.
pub const LANGUAGES: [Language; 3] = [Language::En, Language::Fr, Language::Es];

impl Language {
    /// The word in the tables.
    pub fn word(self) -> &'static str {
        self.words().code
    }

    fn words(self) -> &'static Words {
        match self {
            Self::En => &EN,
            Self::Fr => &FR,
            Self::Es => &ES,
        }
    }

    fn name(self, economy: Economy<'_>) -> String {
        let name = match self {
            Self::En => economy.name_en,
            Self::Fr => economy.name_fr,
            Self::Es => economy.name_es,
        };
        name.to_owned()
    }
}

/// How long a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// About 1 to 4 KB of text.
    #[default]
    Small,
    /// About 12 KB of text, as real pages; layouts that are short in life stay short.
    Page,
}

/// What to make. Whatever is `None` is chosen at random.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Economies to choose from. Without any, the page is about Kazakhstan.
    pub economies: &'a [Economy<'a>],
    /// How long.
    pub size: Size,
    /// In which layout.
    pub layout: Option<Layout>,
    /// In which language.
    pub language: Option<Language>,
    /// Whether a few labels are in another language.
    pub is_mixed: Option<bool>,
    /// Whether there are paragraphs, links to elsewhere and stray signs between the rows.
    pub has_noise: Option<bool>,
}

/// A page and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// A name: layout, language and seed.
    pub id: String,
    /// The layout.
    pub layout: Layout,
    /// The language.
    pub language: Language,
    /// The page as text.
    pub text: String,
    /// The page as HTML.
    pub html: String,
    /// What the text says.
    pub text_truth: Truth,
    /// What the HTML says: the same with addresses, and with the places of the rows in it.
    pub html_truth: Truth,
}

const KAZAKHSTAN: Economy<'static> = Economy {
    iso3: "KAZ",
    wto_code: "KAZ",
    name_en: "Kazakhstan",
    name_fr: "Kazakhstan",
    name_es: "Kazajst\u{e1}n",
};

/// Makes a page from a seed: the same for the same seed and options, everywhere.
pub fn generate(seed: u64, options: &Options<'_>) -> Generated {
    let mut random = random::Random::new(seed);
    let chosen = random.pick(options.economies);
    let economy = if chosen.iso3.is_empty() { KAZAKHSTAN } else { chosen };
    let (layout, language) = (random.pick(&LAYOUTS), random.pick(&LANGUAGES));
    let (is_mixed, has_noise) = (random.chance(20), random.chance(60));
    let layout = options.layout.unwrap_or(layout);
    let language = options.language.unwrap_or(language);
    let id = format!("synthetic_{}_{}_{seed}", layout.word(), language.word());
    let mut maker = Maker::new(random, economy, layout, language, options.size);
    maker.is_mixed = options.is_mixed.unwrap_or(is_mixed);
    maker.has_noise = options.has_noise.unwrap_or(has_noise);
    maker.page(&id);
    maker.finish(id)
}
