//! The tags of a session that assumes a role.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::error::StsError;
use crate::model::RoleSession;

/// A tag of a call.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tag {
    key: String,
    value: String,
}

/// The tags of a session, and which of them go along when it assumes another role.
#[derive(Debug, Default)]
pub(super) struct SessionTags {
    pub(super) tags: BTreeMap<String, String>,
    pub(super) transitive: BTreeSet<String>,
}

impl SessionTags {
    /// Those of a call, and those that the caller's own session hands on.
    pub(super) fn new(
        tags: Vec<Tag>,
        transitive: &[String],
        caller: Option<&RoleSession>,
    ) -> Result<Self, StsError> {
        let mut own = Self::of_call(tags, transitive)?;
        let Some(caller) = caller else {
            return Ok(own);
        };
        for key in &caller.transitive_tag_keys {
            if own.tags.keys().any(|tag| tag.eq_ignore_ascii_case(key)) {
                return Err(StsError::invalid_parameter_value(format!(
                    "The tag {key} is set by the calling session and cannot be changed."
                )));
            }
        }
        for key in &caller.transitive_tag_keys {
            if let Some(value) = caller.tags.get(key) {
                own.tags.insert(key.clone(), value.clone());
                own.transitive.insert(key.clone());
            }
        }
        Ok(own)
    }

    fn of_call(tags: Vec<Tag>, transitive: &[String]) -> Result<Self, StsError> {
        let mut seen = BTreeSet::new();
        for Tag { key, .. } in &tags {
            if !seen.insert(key.to_lowercase()) {
                return Err(StsError::invalid_parameter_value(
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
                ));
            }
        }
        let transitive: BTreeSet<String> = transitive.iter().map(|it| it.to_lowercase()).collect();
        if !transitive.is_subset(&seen) {
            return Err(StsError::invalid_parameter_value(
                "The specified transitive tag key must be included in the requested tags.",
            ));
        }
        // The spelling of the tag is the one that the next session finds it by.
        let keys = tags.iter().map(|tag| tag.key.clone());
        let transitive = keys.filter(|key| transitive.contains(&key.to_lowercase()));
        let transitive = transitive.collect();
        Ok(Self {
            tags: tags
                .into_iter()
                .map(|Tag { key, value }| (key, value))
                .collect(),
            transitive,
        })
    }
}
