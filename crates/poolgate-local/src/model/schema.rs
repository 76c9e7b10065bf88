//! A user pool's attribute schema (protocol.md 9.1).

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};

use crate::error::invalid_parameter;

/// How many custom attributes a pool has at most (protocol.md 7.5).
const MOST_CUSTOM: usize = 50;

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

/// An attribute as the caller of `CreateUserPool` describes it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SchemaAttributeInput {
    name: String,
    attribute_data_type: Option<AttributeDataType>,
    #[serde(default)]
    developer_only_attribute: bool,
    mutable: Option<bool>,
    #[serde(default)]
    required: bool,
    string_attribute_constraints: Option<StringAttributeConstraints>,
    number_attribute_constraints: Option<NumberAttributeConstraints>,
}

/// The standard attributes as these descriptions change them, and the custom ones that they add.
pub(crate) fn schema_with(
    described: Vec<SchemaAttributeInput>,
) -> Result<Vec<SchemaAttribute>, ServiceError> {
    let mut schema = standard_schema();
    let mut custom = Vec::new();
    for input in described {
        match schema
            .iter_mut()
            .find(|attribute| attribute.name == input.name)
        {
            Some(standard) => standard.change(input),
            None => custom.push(input),
        }
    }
    add_custom(&mut schema, custom)?;
    Ok(schema)
}

/// Adds custom attributes, each under a name of its own.
pub(crate) fn add_custom(
    schema: &mut Vec<SchemaAttribute>,
    described: Vec<SchemaAttributeInput>,
) -> Result<(), ServiceError> {
    for input in described {
        let attribute = SchemaAttribute::custom(input)?;
        let name = &attribute.name;
        if schema.iter().any(|existing| existing.name == *name) {
            return Err(invalid_parameter(format!(
                "{name}: Existing attribute already has name {name}."
            )));
        }
        schema.push(attribute);
    }
    let custom = schema.iter().filter(|attribute| attribute.is_custom());
    if custom.count() > MOST_CUSTOM {
        return Err(ServiceError::new(
            ErrorCode::LimitExceeded,
            format!("A user pool has at most {MOST_CUSTOM} custom attributes."),
        ));
    }
    Ok(())
}

impl SchemaAttribute {
    fn is_custom(&self) -> bool {
        self.name.starts_with("custom:") || self.name.starts_with("dev:")
    }

    /// The attribute that lists a user's external identities, which every pool has and only
    /// `DescribeUserPool` shows.
    pub(crate) fn identities() -> Self {
        Self {
            name: "identities".to_owned(),
            attribute_data_type: AttributeDataType::String,
            developer_only_attribute: false,
            mutable: true,
            required: false,
            string_attribute_constraints: Some(StringAttributeConstraints::default()),
            number_attribute_constraints: None,
        }
    }

    fn custom(input: SchemaAttributeInput) -> Result<Self, ServiceError> {
        if input.required {
            let message = "Required custom attributes are not supported currently.";
            return Err(invalid_parameter(message));
        }
        let data_type = input
            .attribute_data_type
            .unwrap_or(AttributeDataType::String);
        let prefix = if input.developer_only_attribute {
            "dev:"
        } else {
            ""
        };
        let string = input.string_attribute_constraints.unwrap_or_default();
        let number = input.number_attribute_constraints.unwrap_or_default();
        Ok(Self {
            // A name that already has the prefix gets a second one, as the service does it.
            name: format!("{prefix}custom:{}", input.name),
            attribute_data_type: data_type,
            developer_only_attribute: input.developer_only_attribute,
            mutable: input.mutable.unwrap_or(true),
            required: false,
            string_attribute_constraints: (data_type == AttributeDataType::String)
                .then_some(string),
            number_attribute_constraints: (data_type == AttributeDataType::Number)
                .then_some(number),
        })
    }

    /// A standard attribute keeps its type.
    fn change(&mut self, input: SchemaAttributeInput) {
        self.required = input.required || self.name == "sub";
        self.mutable = input.mutable.unwrap_or(self.mutable);
        if let Some(constraints) = input.string_attribute_constraints {
            self.string_attribute_constraints = Some(constraints);
        }
        if let Some(constraints) = input.number_attribute_constraints {
            self.number_attribute_constraints = Some(constraints);
        }
    }
}

/// The standard attributes, in the order the service answers when a pool is created.
fn standard_schema() -> Vec<SchemaAttribute> {
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
    STANDARD
        .iter()
        .map(|(name, data_type)| standard_attribute(name, *data_type))
        .collect()
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
            NumberAttributeConstraints {
                min_value: Some("0".to_owned()),
                max_value: None,
            }
        }),
    }
}
