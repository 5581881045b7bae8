//! The document an HTML5 parser makes of a page, with the place of each tag and text in the page.
//!
//! html5ever builds the tree; it tells no places. Its tokenizer takes the page from a queue, and what is left in the
//! queue when a token comes out says where the token ends.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName};

use super::tag::OpenTag;
use crate::dossier::clamp;

/// How deep elements may be nested. Browsers stop at as many; the parser's time grows with depth times length.
const DEEPEST: u32 = 512;

/// How many nodes and attributes a document may have beyond one a byte. The parser opens some elements again in each
/// paragraph, so that without a limit it could be made to fill the memory.
const SPARE_NODES: usize = 4096;

/// How much of a page the parser is given at once.
const PIECE: usize = 1 << 16;

/// The attributes that say something here.
const KEPT: [&str; 14] = [
    "class",
    "data-label",
    "data-th",
    "data-title",
    "href",
    "hidden",
    "id",
    "rel",
    "role",
    "src",
    "start",
    "style",
    "type",
    "value",
];

/// A node of a document.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) content: Content,
    /// Byte of the page the node's tag or text starts at.
    pub(super) start: u32,
    /// Byte behind the tag or text.
    pub(super) end: u32,
    pub(super) children: Vec<usize>,
    parent: Option<usize>,
    depth: u32,
}

#[derive(Debug)]
pub(super) enum Content {
    /// The document.
    Root,
    Element {
        name: LocalName,
        attributes: Vec<Attribute>,
    },
    Text(StrTendril),
    Comment(StrTendril),
}

impl Node {
    /// The value of an attribute.
    pub(super) fn attribute(&self, wanted: &str) -> Option<&str> {
        let Content::Element { attributes, .. } = &self.content else { return None };
        let found = attributes.iter().find(|attribute| &*attribute.name.local == wanted);
        found.map(|attribute| &*attribute.value)
    }

    /// The name of an element.
    pub(super) fn name(&self) -> Option<&str> {
        match &self.content {
            Content::Element { name, .. } => Some(name),
            _ => None,
        }
    }
}

/// Parses a page; the document is the first node. Nothing where elements are nested too deep, or they or a tag's
/// attributes are too many: then it is no page but made to keep programs busy.
pub(super) fn parse(page: &str) -> Option<Vec<Node>> {
    let queue = Rc::new(BufferQueue::default());
    let place = Rc::new(Place::default());
    let document =
        Node { content: Content::Root, start: 0, end: 0, children: Vec::new(), parent: None, depth: 0 };
    let tree = Tree {
        nodes: RefCell::new(vec![document]),
        place: Rc::clone(&place),
        budget: Cell::new(page.len().saturating_add(SPARE_NODES)),
        is_over: Cell::new(false),
    };
    let builder = TreeBuilder::new(tree, TreeBuilderOpts::default());
    let sink = Placed { builder, queue: Rc::clone(&queue), place, page, fed: Cell::new(0) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let mut rest = page;
    let mut open_tag = OpenTag::default();
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at_checked(rest.floor_char_boundary(PIECE))?;
        let fed = page.len() - behind.len();
        tokenizer.sink.fed.set(fed);
        queue.push_back(StrTendril::from(piece));
        // Nothing runs scripts, so the tokenizer goes on behind each.
        while !queue.is_empty() {
            let _ = tokenizer.feed(&queue);
        }
        let (_, last_token) = tokenizer.sink.place.token.get();
        if tokenizer.sink.builder.sink.is_over.get()
            || open_tag.is_too_long(page.as_bytes().get(..fed)?, last_token as usize)
        {
            return None;
        }
        rest = behind;
    }
    tokenizer.end();
    let tree = &tokenizer.sink.builder.sink;
    (!tree.is_over.get()).then(|| tree.nodes.take())
}

/// Where the token at hand stands.
#[derive(Default)]
struct Place {
    token: Cell<(u32, u32)>,
    /// The texts since the last tag: those between the tags of a table come to the tree with the tag behind them.
    texts: RefCell<VecDeque<(StrTendril, (u32, u32))>>,
    is_text: Cell<bool>,
}

impl Place {
    /// Where a text stands that comes to the tree.
    fn of_text(&self, text: &StrTendril) -> (u32, u32) {
        let held = if self.is_text.get() { None } else { self.texts.borrow_mut().pop_front() };
        held.filter(|(held, _)| held == text).map_or(self.token.get(), |(_, place)| place)
    }
}

/// Passes tokens on to the tree builder and notes where they stand.
struct Placed<'p> {
    builder: TreeBuilder<Handle, Tree>,
    queue: Rc<BufferQueue>,
    place: Rc<Place>,
    page: &'p str,
    /// Bytes of the page the queue was given so far.
    fed: Cell<usize>,
}

impl TokenSink for Placed<'_> {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        if self.builder.sink.is_over.get() {
            return TokenSinkResult::Continue;
        }
        // An error is no part of the page and moves nothing.
        if matches!(token, Token::ParseError(_)) {
            return self.builder.process_token(token, line);
        }
        let mut end = self.fed.get().saturating_sub(self.left());
        // Of a line end of two bytes the second is left in the queue.
        if self.page.get(..end).is_some_and(|before| before.ends_with('\r'))
            && self.page.get(end..).is_some_and(|behind| behind.starts_with('\n'))
        {
            end += 1;
        }
        let end = clamp(end);
        let (_, before) = self.place.token.get();
        let place = (before.min(end), end);
        self.place.token.set(place);
        let text = if let Token::CharacterTokens(text) = &token { Some(text.clone()) } else { None };
        self.place.is_text.set(text.is_some());
        let is_tag = matches!(token, Token::TagToken(_));
        self.place.texts.borrow_mut().extend(text.map(|text| (text, place)));
        let result = self.builder.process_token(token, line);
        if is_tag {
            self.place.texts.borrow_mut().clear();
        }
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl Placed<'_> {
    /// Bytes the tokenizer has been given and has not taken yet.
    fn left(&self) -> usize {
        let Some(first) = self.queue.pop_front() else { return 0 };
        let mut left = first.len();
        let mut others = Vec::new();
        while let Some(piece) = self.queue.pop_front() {
            left += piece.len();
            others.push(piece);
        }
        self.queue.push_back(first);
        for piece in others {
            self.queue.push_back(piece);
        }
        left
    }
}

/// A node as the tree builder holds it. It asks for names only of elements.
#[derive(Clone)]
struct Handle {
    node: usize,
    name: Option<Rc<QualName>>,
}

struct Tree {
    nodes: RefCell<Vec<Node>>,
    place: Rc<Place>,
    /// How many nodes and attributes may still come.
    budget: Cell<usize>,
    /// Whether more came, or an element too deep: then the document is none.
    is_over: Cell<bool>,
}

impl Tree {
    fn add(&self, content: Content) -> usize {
        self.add_at(content, self.place.token.get())
    }

    fn add_at(&self, content: Content, (start, end): (u32, u32)) -> usize {
        self.spend(1);
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { content, start, end, children: Vec::new(), parent: None, depth: 0 });
        nodes.len() - 1
    }

    fn spend(&self, count: usize) {
        match self.budget.get().checked_sub(count) {
            Some(left) => self.budget.set(left),
            None => self.is_over.set(true),
        }
    }

    fn node_of(&self, child: NodeOrText<Handle>) -> usize {
        match child {
            NodeOrText::AppendNode(handle) => handle.node,
            // Each piece of text keeps its own place, so pieces side by side stay apart.
            NodeOrText::AppendText(text) => {
                let place = self.place.of_text(&text);
                self.add_at(Content::Text(text), place)
            }
        }
    }

    fn detach(&self, node: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let parent = nodes.get_mut(node).and_then(|node| node.parent.take());
        if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
            // What is moved was opened last.
            if let Some(at) = parent.children.iter().rposition(|child| *child == node) {
                parent.children.remove(at);
            }
        }
    }

    /// Puts a node among the children of another, before one of them or at the end.
    fn insert(&self, parent: usize, before: Option<usize>, node: usize) {
        self.detach(node);
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes.get(parent).map_or(0, |parent| parent.depth) + 1;
        if let Some(child) = nodes.get_mut(node) {
            child.parent = Some(parent);
            child.depth = depth;
        }
        if depth > DEEPEST {
            self.is_over.set(true);
        }
        if let Some(parent) = nodes.get_mut(parent) {
            let at = before.and_then(|before| parent.children.iter().rposition(|child| *child == before));
            parent.children.insert(at.unwrap_or(parent.children.len()), node);
        }
    }

    fn parent(&self, node: usize) -> Option<usize> {
        self.nodes.borrow().get(node).and_then(|node| node.parent)
    }
}

impl TreeSink for Tree {
    type Handle = Handle;
    type Output = Vec<Node>;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { node: 0, name: None }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        static NONE: std::sync::LazyLock<QualName> =
            std::sync::LazyLock::new(|| QualName::new(None, html5ever::ns!(), html5ever::local_name!("")));
        target.name.as_deref().unwrap_or(&NONE)
    }

    fn create_element(&self, name: QualName, mut attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        self.spend(attributes.len());
        attributes.retain(|attribute| KEPT.contains(&&*attribute.name.local));
        let node = self.add(Content::Element { name: name.local.clone(), attributes });
        Handle { node, name: Some(Rc::new(name)) }
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        Handle { node: self.add(Content::Comment(text)), name: None }
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> Handle {
        self.create_comment(data)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let child = self.node_of(child);
        self.insert(parent.node, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        prev_element: &Handle,
        child: NodeOrText<Handle>,
    ) {
        if self.parent(element.node).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(prev_element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A template shows nothing, so what it holds may as well be its children.
    fn get_template_contents(&self, template: &Handle) -> Handle {
        template.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.node == y.node
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, new_node: NodeOrText<Handle>) {
        let node = self.node_of(new_node);
        if let Some(parent) = self.parent(sibling.node) {
            self.insert(parent, Some(sibling.node), node);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, new: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(Node { content: Content::Element { attributes, .. }, .. }) = nodes.get_mut(target.node) {
            for attribute in new {
                let is_kept = KEPT.contains(&&*attribute.name.local);
                if is_kept && !attributes.iter().any(|known| known.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.node);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let children =
            self.nodes.borrow_mut().get_mut(node.node).map(|node| std::mem::take(&mut node.children));
        for child in children.unwrap_or_default() {
            if let Some(child) = self.nodes.borrow_mut().get_mut(child) {
                child.parent = None;
            }
            self.insert(new_parent.node, None, child);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_texts_are_where_they_stand() {
        let page =
            "<!doctype html>\r\n<table><tr><td class=a>Caf&eacute; <b>né</b>&nbsp;x<td>2\n</table><p>end";
        let nodes = parse(page).unwrap();
        let found: Vec<&str> = nodes
            .iter()
            .filter(|node| node.end > node.start && !matches!(node.content, Content::Root))
            .filter_map(|node| page.get(node.start as usize..node.end as usize))
            .collect();
        for expected in ["<table>", "<td class=a>", "<b>", "né", "<td>", "<p>", "end"] {
            assert!(found.contains(&expected), "{expected} in {found:?}");
        }
        let text: String = nodes
            .iter()
            .filter_map(|node| match &node.content {
                Content::Text(text) => Some(&**text),
                _ => None,
            })
            .collect();
        assert_eq!(text, "Café né\u{a0}x2\nend");
    }

    #[test]
    fn text_between_the_tags_of_a_table_is_where_it_stands() {
        let page = "<table>one<tr>\n two <td>x</table>";
        let nodes = parse(page).unwrap();
        let places = nodes.iter().filter_map(|node| match &node.content {
            Content::Text(text) => Some((&**text, page.get(node.start as usize..node.end as usize).unwrap())),
            _ => None,
        });
        assert!(places.clone().all(|(text, written)| text == written), "{:?}", places.collect::<Vec<_>>());
    }
}
