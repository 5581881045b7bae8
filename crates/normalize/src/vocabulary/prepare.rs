//! Labels the way they are compared.

use accession_ingest::fold;

/// Words that say nothing in a label: articles, "of" in French and Spanish, the name of the organisation.
const SMALL_WORDS: [&str; 24] = [
    "the",
    "a",
    "an",
    "wto",
    "le",
    "la",
    "les",
    "l",
    "un",
    "une",
    "du",
    "de",
    "des",
    "d",
    "omc",
    "el",
    "los",
    "las",
    "del",
    "s",
    "una",
    "lo",
    "\u{fffd}",
    "\u{fffd}\u{fffd}",
];

/// Whether a word, the last of a line, is an article or joins others: another follows.
pub(crate) fn wants_another(word: &str) -> bool {
    let word = raw_words(word);
    SMALL_WORDS.contains(&word.as_str()) && !matches!(word.as_str(), "wto" | "omc")
        || matches!(word.as_str(), "and" | "et" | "y" | "of")
}

/// A label in front of running text has no more words.
pub(crate) const PROSE_WORDS: usize = 24;

/// Writes a label the way labels are compared into `key`: lower case without accents, brackets and what is in them
/// dropped, small words and a plural s dropped, "and" in one language, a single blank between words. A question mark
/// within a word is a letter that was lost.
pub(crate) fn prepare(label: &str, key: &mut String) {
    key.clear();
    let mut word_start = 0;
    let mut depth = 0_usize;
    let mut chars = label.chars().peekable();
    let mut before = ' ';
    let mut buffer = [0; 4];
    while let Some(c) = chars.next() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '&' => {
                end_word(key, &mut word_start);
                key.push_str("and");
                end_word(key, &mut word_start);
            }
            c if c.is_ascii_alphanumeric() => key.push(c.to_ascii_lowercase()),
            char::REPLACEMENT_CHARACTER => key.push(c),
            '?' if before.is_alphabetic() && chars.peek().is_some_and(|next| next.is_alphabetic()) => {
                key.push(char::REPLACEMENT_CHARACTER);
            }
            c if c.is_alphanumeric() => fold(c.encode_utf8(&mut buffer), key),
            _ => end_word(key, &mut word_start),
        }
        before = c;
    }
    end_word(key, &mut word_start);
    key.truncate(key.trim_end().len());
}

/// Ends the word that starts at `word_start`: drops it if it says nothing, takes off its plural s, appends a blank.
fn end_word(key: &mut String, word_start: &mut usize) {
    let word = key.get(*word_start..).unwrap_or_default();
    if word.is_empty() {
        return;
    }
    if SMALL_WORDS.contains(&word) {
        key.truncate(*word_start);
        return;
    }
    if matches!(word, "et" | "y") {
        key.truncate(*word_start);
        key.push_str("and");
    } else if word.len() > 3 && word.ends_with('s') {
        key.pop();
    }
    key.push(' ');
    *word_start = key.len();
}

/// The words of a text in lower case without accents, and nothing else.
pub(crate) fn raw_words(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold(text, &mut folded);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric() && c != char::REPLACEMENT_CHARACTER)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(label: &str) -> String {
        let mut key = String::new();
        prepare(label, &mut key);
        key
    }

    #[test]
    fn labels_are_compared_by_what_they_say() {
        assert_eq!(
            key("Établissement du Groupe de travail de l’accession"),
            "etablissement groupe travail accession"
        );
        assert_eq!(key("Questions & Replies (WT/ACC/5), the WTO's"), "question and replie");
        assert_eq!(key("Preguntas y respuestas"), "pregunta and respuesta");
        assert_eq!(key("Demande re?ue ?"), "demande re\u{fffd}ue");
        assert_eq!(raw_words("S.E. M. Müller"), "s e m muller");
    }
}
