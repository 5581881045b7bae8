//! Remarks behind symbols, with what they say.

use super::maker::Maker;

/// What is written behind a symbol, and what it means.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools, reason = "they are flags of the documents table")]
pub(super) struct Remark {
    pub(super) text: String,
    pub(super) addenda: bool,
    pub(super) corrigenda: bool,
    pub(super) revisions: bool,
    pub(super) unspecified: bool,
    pub(super) note: String,
    pub(super) title: String,
    /// Whether another symbol follows.
    pub(super) leads_on: bool,
}

impl Maker {
    /// A remark; those with titles only where `may_have_title`.
    pub(super) fn remark(&mut self, may_have_title: bool) -> Remark {
        let mut remark = Remark::default();
        match self.random.between(0, 30) {
            0..=5 => {
                let open = self.random.pick(&["(+ ", "(+ \u{a0} ", "(+  ", "+ (", "+ ( ", "+ (\u{a0} "]);
                let announced = self.announced(&mut remark);
                remark.text = format!("{open}{announced})");
                if self.random.chance(20) {
                    remark.note = self.random.pick(self.words.notes).to_owned();
                    remark.text = format!("{} ({})", remark.text, remark.note);
                }
            }
            6 => {
                let announced = self.announced(&mut remark);
                remark.text = format!("({announced} ;)");
            }
            7..=9 => {
                remark.text = self.random.pick(&["(+ )", "(+ )", "(+)", "(+ \u{a0})"]).to_owned();
                remark.unspecified = true;
            }
            10 => {
                remark.note = self.words.annex.to_owned();
                remark.text = format!("+ {}", remark.note);
            }
            11 | 12 => {
                remark.note = self.random.pick(self.words.notes).to_owned();
                remark.text = format!("({})", remark.note);
            }
            13 => {
                remark.note = format!("{0} 1; {0} 2", self.words.part);
                remark.text.clone_from(&remark.note);
            }
            14 => self.random.pick(&["(; ; ;)", "(;)", "(; ;)"]).clone_into(&mut remark.text),
            15 | 16 => {
                if self.random.chance(40) {
                    let announced = self.announced(&mut remark);
                    remark.text = format!("(+ {announced})");
                }
                remark.text.push(';');
                remark.leads_on = true;
            }
            17..=20 if may_have_title => {
                remark.title = self.random.pick(self.words.titles).to_owned();
                remark.text.clone_from(&remark.title);
            }
            _ => {}
        }
        remark
    }

    fn announced(&mut self, remark: &mut Remark) -> String {
        let mut words = Vec::new();
        let [addenda, corrigenda, revisions] = self.words.announced;
        let which = self.random.pick(&[1, 1, 1, 2, 2, 4, 4, 4, 3, 3, 6, 5]);
        for (bit, variants, flag) in [
            (4, revisions, &mut remark.revisions),
            (1, addenda, &mut remark.addenda),
            (2, corrigenda, &mut remark.corrigenda),
        ] {
            if which & bit != 0 {
                words.push(self.random.pick(variants));
                *flag = true;
            }
        }
        let and = if self.random.chance(60) { "&" } else { self.words.and };
        words.join(&format!(" {and} "))
    }
}
