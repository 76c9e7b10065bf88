//! Where in an input a value stands, in the words of the service's texts.

use std::fmt;

/// A place in the input. A chain of borrowed parts: it becomes text only when there is an error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    segment: Segment<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Segment<'a> {
    Root,
    Member(&'a str),
    Index(usize),
    Key(&'a str),
}

impl<'a> Path<'a> {
    /// The input itself.
    pub(super) const ROOT: Path<'static> = Path {
        parent: None,
        segment: Segment::Root,
    };

    /// A member of the structure that stands here.
    pub(super) fn member(&'a self, name: &'a str) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Member(name),
        }
    }

    /// An element of the list that stands here; `index` counts from 0.
    pub(super) fn index(&'a self, index: usize) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Index(index),
        }
    }

    /// A value of the map that stands here.
    pub(super) fn key(&'a self, key: &'a str) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Key(key),
        }
    }
}

/// `userAttributes.1.member.name`: names begin in lower case, lists count from 1 (protocol.md 0).
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
            if !matches!(parent.segment, Segment::Root) {
                f.write_str(".")?;
            }
        }
        match self.segment {
            Segment::Root => Ok(()),
            Segment::Member(name) => {
                let mut characters = name.chars();
                let first = characters.next().map(|first| first.to_ascii_lowercase());
                write!(
                    f,
                    "{}{}",
                    first.map(String::from).unwrap_or_default(),
                    characters.as_str()
                )
            }
            Segment::Index(index) => write!(f, "{}.member", index + 1),
            Segment::Key(key) => write!(f, "{key}.member"),
        }
    }
}
