//! The registers a command reads: those a pipeline names, or the ones built in.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use accession_normalize::{RegisterFile, RegisterFiles, Registers};
use anyhow::{Context, Result};

/// A register and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Source {
    /// There is none.
    #[default]
    None,
    /// The one that ships with the program.
    BuiltIn,
    /// A file.
    File(PathBuf),
}

/// Where the registers come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sources {
    pub(crate) economies: Source,
    pub(crate) milestones: Source,
    pub(crate) meetings: Source,
    pub(crate) documents: Source,
    pub(crate) chairpersons: Source,
}

impl Sources {
    /// All of them as they ship with the program.
    pub(crate) fn built_in() -> Self {
        Self {
            economies: Source::BuiltIn,
            milestones: Source::BuiltIn,
            meetings: Source::BuiltIn,
            documents: Source::BuiltIn,
            chairpersons: Source::BuiltIn,
        }
    }

    /// The names of economies, and no claims.
    pub(crate) fn without_claims(self) -> Self {
        Self { economies: self.economies, ..Self::default() }
    }

    /// Whether there is a register of claims.
    pub(crate) fn has_claims(&self) -> bool {
        [&self.milestones, &self.meetings, &self.documents, &self.chairpersons]
            .iter()
            .any(|source| **source != Source::None)
    }
}

/// Registers as they were read.
pub(crate) struct Read {
    pub(crate) registers: Registers,
    /// What is wrong with rows of them, with file and line.
    pub(crate) problems: Vec<String>,
    /// Digest of their bytes.
    pub(crate) digest: blake3::Hash,
}

struct Bytes {
    name: String,
    bytes: Cow<'static, [u8]>,
}

impl Bytes {
    fn load(source: &Source, name: &str, built_in: &'static [u8]) -> Result<Option<Self>> {
        Ok(match source {
            Source::None => None,
            Source::BuiltIn => Some(Self { name: name.to_owned(), bytes: Cow::Borrowed(built_in) }),
            Source::File(path) => {
                let bytes = fs::read(path).with_context(|| path.display().to_string())?;
                Some(Self { name: path.display().to_string(), bytes: Cow::Owned(bytes) })
            }
        })
    }

    fn file(&self) -> RegisterFile<'_> {
        RegisterFile { name: &self.name, bytes: &self.bytes }
    }
}

macro_rules! built_in {
    ($file:literal) => {
        include_bytes!(concat!("../../../data/registers/", $file))
    };
}

/// Reads registers. Where no register of economies is named the built-in one says who is who.
pub(crate) fn read(sources: &Sources) -> Result<Read> {
    let economies = match &sources.economies {
        Source::None => &Source::BuiltIn,
        named => named,
    };
    let files = [
        Bytes::load(economies, "economies.csv", built_in!("economies.csv"))?,
        Bytes::load(&sources.milestones, "milestones.csv", built_in!("milestones.csv"))?,
        Bytes::load(&sources.meetings, "meetings.csv", built_in!("meetings.csv"))?,
        Bytes::load(&sources.documents, "documents.csv", built_in!("documents.csv"))?,
        Bytes::load(&sources.chairpersons, "chairpersons.csv", built_in!("chairpersons.csv"))?,
    ];
    let mut digest = blake3::Hasher::new();
    for file in &files {
        let bytes = file.as_ref().map_or(&[][..], |file| &*file.bytes);
        digest.update(blake3::hash(bytes).as_bytes());
    }
    let [economies, milestones, meetings, documents, chairpersons] =
        files.each_ref().map(|file| file.as_ref().map(Bytes::file));
    let nothing = RegisterFile { name: "economies.csv", bytes: &[] };
    let (registers, problems) = Registers::read(&RegisterFiles {
        economies: economies.unwrap_or(nothing),
        milestones,
        meetings,
        documents,
        chairpersons,
    });
    let problems = problems.iter().map(ToString::to_string).collect();
    Ok(Read { registers, problems, digest: digest.finalize() })
}

/// The economies that ship with the program.
pub(crate) fn built_in_economies() -> Result<Read> {
    read(&Sources::default())
}

/// The ISO code of an economy named by its ISO code, its name or its code in document symbols.
pub(crate) fn iso3(registers: &Registers, economy: &str) -> Result<String> {
    let code = economy.to_uppercase();
    let economies = &registers.economies;
    let known =
        economies.by_iso3(&code).or_else(|| economies.by_name(economy)).or_else(|| economies.by_code(&code));
    known.map(|known| known.iso3.clone()).with_context(|| {
        format!(
            "{economy:?} is no economy of the register; expected an ISO code such as KAZ or a name such as \
             Kazakhstan"
        )
    })
}

/// A path beside a pipeline file as a source.
pub(crate) fn named(path: Option<&Path>, beside: impl Fn(&Path) -> PathBuf) -> Source {
    path.map_or(Source::None, |path| Source::File(beside(path)))
}
