//! Where the service was recorded to differ from its public model.

use super::model::Shapes;

/// Puts the recorded differences into a model.
pub(super) fn apply(shapes: &mut Shapes<'_>) {
    for deviation in DEVIATIONS {
        deviation.apply(shapes);
    }
}

enum Deviation {
    /// Other bounds and another expression than the model has.
    Constraints {
        shape: &'static str,
        min: i64,
        pattern: &'static str,
    },
    /// No expression, though the model has one.
    NoPattern { shape: &'static str },
    /// An optional number that is checked as 0 when it is absent.
    ZeroWhenAbsent {
        structure: &'static str,
        member: &'static str,
    },
}

const DEVIATIONS: [Deviation; 3] = [
    // protocol.md 7.2, "password regex/length": the newest model has `[\S]+` and no minimum.
    Deviation::Constraints {
        shape: "PasswordType",
        min: 6,
        pattern: r"^[\S]+.*[\S]+$",
    },
    // The model's expression lets no dot through, without which there is no custom domain; the
    // operation refuses a prefix domain in words of its own.
    Deviation::NoPattern {
        shape: "DomainType",
    },
    // protocol.md 0: `Value '0' at 'maxResults'` was recorded for a call without MaxResults.
    Deviation::ZeroWhenAbsent {
        structure: "ListResourceServersRequest",
        member: "MaxResults",
    },
];

impl Deviation {
    fn apply(&self, shapes: &mut Shapes<'_>) {
        match *self {
            Self::Constraints {
                shape,
                min,
                pattern,
            } => {
                if let Some(shape) = shapes.get_mut(shape) {
                    shape.min = Some(min);
                    shape.pattern = Some(pattern.into());
                }
            }
            Self::NoPattern { shape } => {
                if let Some(shape) = shapes.get_mut(shape) {
                    shape.pattern = None;
                }
            }
            Self::ZeroWhenAbsent { structure, member } => {
                if let Some(shape) = shapes.get_mut(structure) {
                    shape.zero_when_absent = Some(member);
                }
            }
        }
    }
}
