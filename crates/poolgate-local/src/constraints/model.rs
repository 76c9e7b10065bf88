//! The facts of `data/`, parsed.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Service;
use super::deviations;
use super::pattern::Patterns;

/// The operations of a service and the shapes of their inputs.
#[derive(Debug)]
pub(super) struct Model {
    facts: Facts<'static>,
    patterns: Patterns,
}

impl Model {
    /// The model of a service; the first call for a service parses it (under a millisecond).
    pub(super) fn of(service: Service) -> &'static Self {
        static COGNITO_IDP: LazyLock<Model> =
            LazyLock::new(|| Model::parse(include_str!("../../data/cognito-idp.json")));
        static COGNITO_IDENTITY: LazyLock<Model> =
            LazyLock::new(|| Model::parse(include_str!("../../data/cognito-identity.json")));
        static STS: LazyLock<Model> =
            LazyLock::new(|| Model::parse(include_str!("../../data/sts.json")));
        match service {
            Service::CognitoIdp => &COGNITO_IDP,
            Service::CognitoIdentity => &COGNITO_IDENTITY,
            Service::Sts => &STS,
        }
    }

    pub(super) fn operation(&self, name: &str) -> Option<&Operation<'static>> {
        self.facts.operations.get(name)
    }

    pub(super) fn shape(&self, name: &str) -> Option<&Shape<'static>> {
        self.facts.shapes.get(name)
    }

    /// The expressions of this service's shapes.
    pub(super) fn patterns(&self) -> &Patterns {
        &self.patterns
    }

    #[cfg(test)]
    pub(super) fn operations(&self) -> impl Iterator<Item = (&'static str, &Operation<'static>)> {
        self.facts
            .operations
            .iter()
            .map(|(name, operation)| (*name, operation))
    }

    #[cfg(test)]
    pub(super) fn shapes(&self) -> impl Iterator<Item = &Shape<'static>> {
        self.facts.shapes.values()
    }

    fn parse(text: &'static str) -> Self {
        // The data is part of the program; the tests parse all of it. Were it broken, an empty
        // model would refuse every operation as unknown.
        let mut facts: Facts<'static> = serde_json::from_str(text).unwrap_or_default();
        deviations::apply(&mut facts.shapes);
        let texts = facts
            .shapes
            .values()
            .filter_map(|shape| shape.pattern.clone());
        let patterns = Patterns::new(texts);
        Self { facts, patterns }
    }
}

pub(super) type Shapes<'a> = HashMap<&'a str, Shape<'a>>;

#[derive(Debug, Default, Deserialize)]
struct Facts<'a> {
    #[serde(borrow)]
    operations: HashMap<&'a str, Operation<'a>>,
    #[serde(borrow)]
    shapes: Shapes<'a>,
}

/// A call of the service.
#[derive(Debug, Deserialize)]
pub(super) struct Operation<'a> {
    /// The name of the input's shape.
    pub(super) input: Option<&'a str>,
    #[serde(default)]
    pub(super) unsigned: bool,
}

/// A type and its constraints.
#[derive(Debug, Deserialize)]
pub(super) struct Shape<'a> {
    #[serde(rename = "type")]
    pub(super) kind: Kind,
    /// Whether the service keeps values of this shape out of its texts.
    #[serde(default)]
    pub(super) sensitive: bool,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    /// Borrowed unless JSON escapes stand in it.
    #[serde(borrow)]
    pub(super) pattern: Option<Cow<'a, str>>,
    #[serde(borrow, default, rename = "enum")]
    pub(super) values: Vec<&'a str>,
    /// Name and shape of each member of a structure.
    #[serde(borrow, default)]
    pub(super) members: Vec<(&'a str, &'a str)>,
    #[serde(borrow, default)]
    pub(super) required: Vec<&'a str>,
    /// The shape of a map's keys.
    pub(super) key: Option<&'a str>,
    /// The shape of a list's or a map's elements.
    pub(super) element: Option<&'a str>,
    /// A member that the service takes for 0 when it is absent.
    #[serde(skip)]
    pub(super) zero_when_absent: Option<&'static str>,
}

/// The types of the model.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Blob,
    Boolean,
    Double,
    Float,
    Integer,
    List,
    Long,
    Map,
    String,
    Structure,
    Timestamp,
}

impl Kind {
    /// Whether a value of this type has no parts.
    pub(super) fn is_scalar(self) -> bool {
        !matches!(self, Self::List | Self::Map | Self::Structure)
    }
}
