//! What elements are: shown or not, captions, navigation.

use super::dom::Node;

/// Elements that show nothing, or nothing a dossier says.
const HIDDEN: [&str; 21] = [
    "head", "script", "style", "noscript", "template", "iframe", "object", "svg", "select", "option",
    "button", "input", "textarea", "canvas", "audio", "video", "map", "title", "noframes", "noembed",
    "datalist",
];

/// The bar web archives put above a page.
const ARCHIVE_BARS: [&str; 4] = ["wm-ipp-base", "wm-ipp", "wm-ipp-print", "donato"];

/// No style is longer, in bytes; what is, is not looked at.
const LONGEST_STYLE: usize = 4096;

/// Parts of the names of classes captions have.
const CAPTIONS: [&str; 5] = ["label", "caption", "visually-hidden", "sr-only", "screen-reader"];

/// What an element is shown as: pages make tables of other elements too, and say so.
pub(super) fn shown_as<'n>(node: &'n Node, name: &'n str) -> &'n str {
    if matches!(name, "table" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot") {
        return name;
    }
    match node.attribute("role") {
        Some("table" | "grid" | "treegrid") => "table",
        Some("row") => "tr",
        Some("cell" | "gridcell") => "td",
        Some("columnheader") => "th",
        _ => name,
    }
}

pub(super) fn is_hidden(node: &Node, name: &str) -> bool {
    let style = node.attribute("style").filter(|style| style.len() <= LONGEST_STYLE).unwrap_or_default();
    let is_styled_away = || {
        style.split(';').filter_map(|declaration| declaration.split_once(':')).any(|(property, value)| {
            let is = |wanted: (&str, &str)| {
                let value = value.trim_start().as_bytes().get(..wanted.1.len()).unwrap_or_default();
                property.trim().eq_ignore_ascii_case(wanted.0)
                    && value.eq_ignore_ascii_case(wanted.1.as_bytes())
            };
            is(("display", "none")) || is(("visibility", "hidden"))
        })
    };
    HIDDEN.contains(&name)
        || node.attribute("hidden").is_some()
        || !style.is_empty() && is_styled_away()
        || node.attribute("id").is_some_and(|id| ARCHIVE_BARS.contains(&id))
}

/// What a cell's tag names it, in small letters, as pages do that show a table as boxes on a narrow screen.
pub(super) fn caption(node: &Node) -> String {
    let names = ["data-label", "data-title", "data-th"];
    let own = names.iter().find_map(|name| node.attribute(name)).filter(|own| own.len() <= LONGEST_STYLE);
    own.map(|own| crate::trim(own).to_lowercase()).unwrap_or_default()
}

/// Whether an element is a caption, which is set off from the value behind it.
pub(super) fn is_caption(node: &Node, name: &str) -> bool {
    let class = node.attribute("class").filter(|class| class.len() <= LONGEST_STYLE).unwrap_or_default();
    name == "label" || CAPTIONS.iter().any(|caption| class.contains(caption))
}

/// The class of a path of links to where a page stands.
const PATH: &str = "breadcrumb";

pub(super) fn is_navigation(node: &Node, name: &str) -> bool {
    let class = node.attribute("class").filter(|class| class.len() <= LONGEST_STYLE).unwrap_or_default();
    name == "nav" || node.attribute("role") == Some("navigation") || class.contains(PATH)
}
