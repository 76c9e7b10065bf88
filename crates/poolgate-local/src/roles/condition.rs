//! The conditions of a statement (IAM's JSON policy elements: condition operators).

use std::collections::BTreeMap;

use serde_json::Value;

use super::string_list::StringList;
use super::wildcard;

/// What is known of an attempt: the values of each condition key, the key in lower case.
pub(crate) type Facts = BTreeMap<String, Vec<String>>;

/// One operator on one key.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    key: String,
    operator: Operator,
    set: Option<Set>,
    if_exists: bool,
    wanted: StringList,
}

#[derive(Clone, Copy, Debug)]
struct Operator {
    comparison: Comparison,
    negated: bool,
}

#[derive(Clone, Copy, Debug)]
enum Comparison {
    Equals,
    EqualsIgnoreCase,
    Like,
    Null,
}

/// How the values of a key with several are taken together.
#[derive(Clone, Copy, Debug)]
enum Set {
    All,
    Any,
}

/// The conditions of a statement, all of which must hold.
pub(super) fn parse(
    document: &BTreeMap<String, BTreeMap<String, Value>>,
) -> Result<Vec<Condition>, String> {
    let each = document.iter().flat_map(|(operator, keys)| {
        keys.iter()
            .map(move |(key, wanted)| Condition::parse(operator, key, wanted))
    });
    each.collect()
}

impl Condition {
    fn parse(name: &str, key: &str, wanted: &Value) -> Result<Self, String> {
        let (set, rest) = match name.split_once(':') {
            Some(("ForAnyValue", rest)) => (Some(Set::Any), rest),
            Some(("ForAllValues", rest)) => (Some(Set::All), rest),
            _ => (None, name),
        };
        let (if_exists, rest) = match rest.strip_suffix("IfExists") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let operator = Operator::parse(rest)
            .ok_or_else(|| format!("the condition operator {name:?} is not known here"))?;
        Ok(Self {
            key: key.to_lowercase(),
            operator,
            set,
            if_exists,
            wanted: StringList::try_from(wanted.clone())?,
        })
    }

    pub(super) fn holds(&self, facts: &Facts) -> bool {
        let values = facts.get(&self.key).filter(|values| !values.is_empty());
        if let Comparison::Null = self.operator.comparison {
            let missing = if values.is_none() { "true" } else { "false" };
            return self.wanted.iter().any(|wanted| wanted == missing);
        }
        let Some(values) = values else {
            // A negation holds of what is not there, and so does `all` of nothing.
            return self.if_exists
                || matches!(self.set, Some(Set::All))
                || (self.operator.negated && self.set.is_none());
        };
        let mut fitting = values.iter().map(|value| self.fits(value));
        match self.set {
            Some(Set::All) => fitting.all(|fits| fits),
            Some(Set::Any) => fitting.any(|fits| fits),
            // Without a word about sets: of a positive operator one value, of a negative one all.
            None if self.operator.negated => fitting.all(|fits| fits),
            None => fitting.any(|fits| fits),
        }
    }

    fn fits(&self, value: &str) -> bool {
        let any = self
            .wanted
            .iter()
            .any(|wanted| match self.operator.comparison {
                Comparison::Equals | Comparison::Null => wanted == value,
                Comparison::EqualsIgnoreCase => wanted.to_lowercase() == value.to_lowercase(),
                Comparison::Like => wildcard::fits(wanted, value),
            });
        any != self.operator.negated
    }
}

impl Operator {
    fn parse(name: &str) -> Option<Self> {
        let (comparison, negated) = match name {
            "StringEquals" | "ArnEquals" | "Bool" => (Comparison::Equals, false),
            "StringNotEquals" | "ArnNotEquals" => (Comparison::Equals, true),
            "StringEqualsIgnoreCase" => (Comparison::EqualsIgnoreCase, false),
            "StringNotEqualsIgnoreCase" => (Comparison::EqualsIgnoreCase, true),
            "StringLike" | "ArnLike" => (Comparison::Like, false),
            "StringNotLike" | "ArnNotLike" => (Comparison::Like, true),
            "Null" => (Comparison::Null, false),
            _ => return None,
        };
        Some(Self {
            comparison,
            negated,
        })
    }
}
