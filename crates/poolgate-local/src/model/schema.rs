//! A user pool's attribute schema (protocol.md 9.1).

use serde::{Deserialize, Serialize};

/// The type of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AttributeDataType {
    Boolean,
    DateTime,
    Number,
    String,
}

/// One attribute a pool knows, as the service describes it: constraints are strings.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SchemaAttribute {
    pub(crate) name: String,
    pub(crate) attribute_data_type: AttributeDataType,
    pub(crate) developer_only_attribute: bool,
    pub(crate) mutable: bool,
    pub(crate) required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) string_attribute_constraints: Option<StringAttributeConstraints>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) number_attribute_constraints: Option<NumberAttributeConstraints>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StringAttributeConstraints {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) min_length: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) max_length: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NumberAttributeConstraints {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) min_value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) max_value: Option<String>,
}

/// The standard attributes, in the order the service answers when a pool is created.
pub(crate) fn standard_schema() -> Vec<SchemaAttribute> {
    use AttributeDataType::{Boolean, Number, String};
    const STANDARD: [(&str, AttributeDataType); 20] = [
        ("sub", String),
        ("name", String),
        ("given_name", String),
        ("family_name", String),
        ("middle_name", String),
        ("nickname", String),
        ("preferred_username", String),
        ("profile", String),
        ("picture", String),
        ("website", String),
        ("email", String),
        ("email_verified", Boolean),
        ("gender", String),
        ("birthdate", String),
        ("zoneinfo", String),
        ("locale", String),
        ("phone_number", String),
        ("phone_number_verified", Boolean),
        ("address", String),
        ("updated_at", Number),
    ];
    STANDARD.iter().map(|(name, data_type)| standard_attribute(name, *data_type)).collect()
}

fn standard_attribute(name: &str, data_type: AttributeDataType) -> SchemaAttribute {
    let lengths = match name {
        "sub" => ("1", "2048"),
        "birthdate" => ("10", "10"),
        _ => ("0", "2048"),
    };
    SchemaAttribute {
        name: name.to_owned(),
        attribute_data_type: data_type,
        developer_only_attribute: false,
        mutable: name != "sub",
        required: name == "sub",
        string_attribute_constraints: (data_type == AttributeDataType::String).then(|| {
            StringAttributeConstraints {
                min_length: Some(lengths.0.to_owned()),
                max_length: Some(lengths.1.to_owned()),
            }
        }),
        number_attribute_constraints: (data_type == AttributeDataType::Number).then(|| {
            NumberAttributeConstraints { min_value: Some("0".to_owned()), max_value: None }
        }),
    }
}
