//! Role mappings as JSON, in the form of the service's own API: what `aws cognito-identity` takes
//! and prints.

use std::collections::BTreeMap;
use std::path::Path;

use poolgate::aws_sdk_cognitoidentity::types::{
    AmbiguousRoleResolutionType, MappingRule, MappingRuleMatchType, RoleMapping, RoleMappingType,
    RulesConfigurationType,
};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// How a role is chosen for the users of a provider.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Mapping {
    #[serde(rename = "Type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ambiguous_role_resolution: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules_configuration: Option<Rules>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Rules {
    rules: Vec<Rule>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Rule {
    claim: String,
    match_type: String,
    value: String,
    #[serde(rename = "RoleARN")]
    role_arn: String,
}

/// The mappings in a file, by provider.
pub(super) fn read(path: &Path) -> Result<BTreeMap<String, RoleMapping>, Failure> {
    let of_file = |error: &dyn std::fmt::Display| {
        Failure::configuration(format_args!("{}: {error}", path.display()))
    };
    let text = std::fs::read_to_string(path).map_err(|error| of_file(&error))?;
    parse(&text).map_err(|error| of_file(&error))
}

fn parse(text: &str) -> Result<BTreeMap<String, RoleMapping>, String> {
    let mappings: BTreeMap<String, Mapping> =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mappings = mappings.into_iter().map(|(provider, mapping)| {
        let mapping = RoleMapping::try_from(mapping);
        let mapping = mapping.map_err(|error| format!("{provider}: {error}"))?;
        Ok((provider, mapping))
    });
    mappings.collect()
}

impl TryFrom<Mapping> for RoleMapping {
    type Error = String;

    fn try_from(mapping: Mapping) -> Result<Self, String> {
        let kind = RoleMappingType::try_parse(&mapping.kind)
            .map_err(|_| unknown("Type", &mapping.kind, "Token or Rules"))?;
        let resolution = mapping.ambiguous_role_resolution.map(|resolution| {
            AmbiguousRoleResolutionType::try_parse(&resolution).map_err(|_| {
                let known = "AuthenticatedRole or Deny";
                unknown("AmbiguousRoleResolution", &resolution, known)
            })
        });
        let rules = mapping.rules_configuration;
        let rules = rules.map(RulesConfigurationType::try_from).transpose()?;
        RoleMapping::builder()
            .r#type(kind)
            .set_ambiguous_role_resolution(resolution.transpose()?)
            .set_rules_configuration(rules)
            .build()
            .map_err(|error| error.to_string())
    }
}

impl TryFrom<Rules> for RulesConfigurationType {
    type Error = String;

    fn try_from(rules: Rules) -> Result<Self, String> {
        let rules = rules.rules.into_iter().map(MappingRule::try_from);
        RulesConfigurationType::builder()
            .set_rules(Some(rules.collect::<Result<_, _>>()?))
            .build()
            .map_err(|error| error.to_string())
    }
}

impl TryFrom<Rule> for MappingRule {
    type Error = String;

    fn try_from(rule: Rule) -> Result<Self, String> {
        let match_type = MappingRuleMatchType::try_parse(&rule.match_type).map_err(|_| {
            let known = "Equals, Contains, StartsWith or NotEqual";
            unknown("MatchType", &rule.match_type, known)
        })?;
        MappingRule::builder()
            .claim(rule.claim)
            .match_type(match_type)
            .value(rule.value)
            .role_arn(rule.role_arn)
            .build()
            .map_err(|error| error.to_string())
    }
}

fn unknown(member: &str, value: &str, known: &str) -> String {
    format!("{member} {value:?} is not {known}")
}

impl From<&RoleMapping> for Mapping {
    fn from(mapping: &RoleMapping) -> Self {
        let resolution = mapping.ambiguous_role_resolution();
        let rules = mapping.rules_configuration().map(|rules| Rules {
            rules: rules.rules().iter().map(Rule::from).collect(),
        });
        Self {
            kind: mapping.r#type().as_str().to_owned(),
            ambiguous_role_resolution: resolution.map(|known| known.as_str().to_owned()),
            rules_configuration: rules,
        }
    }
}

impl From<&MappingRule> for Rule {
    fn from(rule: &MappingRule) -> Self {
        Self {
            claim: rule.claim().to_owned(),
            match_type: rule.match_type().as_str().to_owned(),
            value: rule.value().to_owned(),
            role_arn: rule.role_arn().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RULES: &str = r#"{"a.example":{"Type":"Rules","AmbiguousRoleResolution":"Deny","RulesConfiguration":{"Rules":[{"Claim":"email","MatchType":"Equals","Value":"ana@example.com","RoleARN":"arn:aws:iam::123456789012:role/admin"}]}},"b.example":{"Type":"Token","AmbiguousRoleResolution":"AuthenticatedRole"}}"#;

    #[test]
    fn what_is_read_is_printed_as_it_was() {
        let read = parse(RULES).unwrap();
        let printed: BTreeMap<&str, Mapping> = read
            .iter()
            .map(|(provider, mapping)| (provider.as_str(), mapping.into()))
            .collect();
        assert_eq!(serde_json::to_string(&printed).unwrap(), RULES);
    }

    #[test]
    fn words_that_the_service_does_not_know_are_named() {
        for (from, to, expected) in [
            (
                "\"Rules\",",
                "\"Rule\",",
                "a.example: Type \"Rule\" is not Token or Rules",
            ),
            ("Deny", "No", "AmbiguousRoleResolution \"No\" is not"),
            ("Equals", "Is", "MatchType \"Is\" is not Equals"),
            ("Claim", "Claims", "unknown field `Claims`"),
            (
                ",\"Value\":\"ana@example.com\"",
                "",
                "missing field `Value`",
            ),
        ] {
            let error = parse(&RULES.replacen(from, to, 1)).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(cut in 0..=RULES.len(), text in ".{0,8}") {
            let _ = parse(&format!("{}{text}{}", &RULES[..cut], &RULES[cut..]));
            let _ = parse(&RULES[..cut]);
        }
    }
}
