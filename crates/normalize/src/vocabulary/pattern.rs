//! Patterns of labels: `[x]` may be missing, `(x|y)` is either, and both nest.

use std::iter::Peekable;
use std::str::Chars;

use super::prepare::prepare;

/// Every phrase a pattern stands for.
pub(super) fn expand(pattern: &str) -> Vec<String> {
    part(&mut pattern.chars().peekable())
}

/// A pattern with its words as labels are compared.
pub(super) fn prepared(pattern: &str) -> String {
    let mut prepared = String::with_capacity(pattern.len());
    let mut key = String::new();
    for piece in pattern.split_inclusive(['[', ']', '(', ')', '|', ' ']) {
        let word = piece.trim_end_matches(['[', ']', '(', ')', '|', ' ']);
        prepare(word, &mut key);
        prepared.push_str(&key);
        prepared.push_str(piece.get(word.len()..).unwrap_or_default());
    }
    prepared
}

/// Every phrase of a pattern up to the bracket that ends it.
fn part(pattern: &mut Peekable<Chars<'_>>) -> Vec<String> {
    let mut choices = Vec::new();
    let mut phrases = vec![String::new()];
    while let Some(c) = pattern.next() {
        match c {
            '[' | '(' => {
                let mut inner = part(pattern);
                if c == '[' {
                    inner.push(String::new());
                }
                phrases = phrases
                    .iter()
                    .flat_map(|head| inner.iter().map(move |tail| format!("{head}{tail}")))
                    .collect();
            }
            ']' | ')' => break,
            '|' => choices.append(&mut std::mem::replace(&mut phrases, vec![String::new()])),
            c => phrases.iter_mut().for_each(|phrase| phrase.push(c)),
        }
    }
    choices.append(&mut phrases);
    choices
}

/// The expression that matches what a pattern of sentences stands for in prepared words, each followed by a blank. `*` is
/// any few words and `DATE` the date.
pub(super) fn expression(pattern: &str, prepare: impl Fn(&str) -> String) -> String {
    let mut expression = String::from("^");
    let mut word = String::new();
    let end_word = |word: &mut String, expression: &mut String| {
        match word.as_str() {
            "" => {}
            "*" => expression.push_str(r"(?:[^ ]+ ){0,10}?"),
            "DATE" => expression.push_str("DATE "),
            other => {
                for part in prepare(other).split(' ').filter(|part| !part.is_empty()) {
                    expression.push_str(part);
                    expression.push(' ');
                }
            }
        }
        word.clear();
    };
    for c in pattern.chars() {
        if c.is_alphanumeric() || matches!(c, '*' | '\'' | '\u{2019}') {
            word.push(c);
            continue;
        }
        end_word(&mut word, &mut expression);
        match c {
            '[' | '(' => expression.push_str("(?:"),
            ']' => expression.push_str(")?"),
            ')' => expression.push(')'),
            '|' => expression.push('|'),
            _ => {}
        }
    }
    end_word(&mut word, &mut expression);
    expression.push('$');
    expression
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_expand() {
        assert_eq!(expand("a [b] (c|d [e])"), ["a b c", "a b d e", "a b d ", "a  c", "a  d e", "a  d "]);
        assert_eq!(
            expression("[*] x (on|in) DATE", str::to_owned),
            "^(?:(?:[^ ]+ ){0,10}?)?x (?:on |in )DATE $"
        );
    }
}
