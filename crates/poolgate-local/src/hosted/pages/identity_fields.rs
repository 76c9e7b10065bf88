//! The fields that say who somebody is: the username, and the attributes that the pool wants.

use super::form::Field;
use super::texts::Texts;
use crate::app_clients::AppClient;
use crate::model::{Naming, UserPool};
use crate::users::attributes::required;

/// The name somebody signs in by, in any form that the pool knows (protocol.md 9.1).
pub(super) fn sign_in_name(pool: &UserPool, texts: &Texts) -> Field {
    let naming = Naming::of(pool);
    let is_name = |name: &&str| naming.has_username_attribute(name) || naming.has_alias(name);
    // The alias `preferred_username` is a username to whoever has it.
    let attributes = ["email", "phone_number"].into_iter().filter(is_name);
    let attributes = attributes.map(|name| label(texts, name));
    let username = (!naming.by_attribute()).then_some(texts.name_username);
    let labels: Vec<String> = username
        .map(ToOwned::to_owned)
        .into_iter()
        .chain(attributes)
        .collect();
    let inputmode = match labels.as_slice() {
        [only] if only == texts.name_email => Some("email"),
        [only] if only == texts.name_phone_number => Some("tel"),
        _ => None,
    };
    Field {
        inputmode,
        ..Field::text("username", labels.join(" / "), "username")
    }
}

/// The name somebody signs up with: an address in pools that sign in by one, else a username that no
/// alias may be mistaken for.
pub(super) fn sign_up_name(pool: &UserPool, texts: &'static Texts) -> Field {
    let naming = Naming::of(pool);
    if !naming.by_attribute() {
        return Field::text("username", texts.name_username, "username");
    }
    let field = sign_in_name(pool, texts);
    match field.inputmode {
        Some("email") => Field {
            kind: "email",
            ..field
        },
        Some("tel") => Field {
            kind: "tel",
            hint: Some(texts.phone_hint),
            ..field
        },
        _ => field,
    }
}

/// The attributes to be asked for at a sign-up: those that every user must have, and those that the
/// pool verifies, for without an address nobody gets a code.
pub(super) fn sign_up_attributes(app: &AppClient, texts: &'static Texts) -> Vec<Field> {
    let AppClient { pool, client } = app;
    let naming = Naming::of(pool);
    let verified = ["email", "phone_number"];
    let verified = verified
        .into_iter()
        .filter(|name| pool.verifies(name) && client.may_write(name));
    let mut names: Vec<&str> = Vec::new();
    for name in required(pool).chain(verified) {
        if !names.contains(&name) && !is_username(&naming, name) {
            names.push(name);
        }
    }
    let is_needed = |name: &str| required(pool).any(|required| required == name);
    names
        .into_iter()
        .map(|name| Field {
            is_required: is_needed(name) && !naming.has_username_attribute(name),
            ..attribute(name, texts)
        })
        .collect()
}

/// The field of one attribute.
pub(super) fn attribute(name: &str, texts: &'static Texts) -> Field {
    let (kind, autocomplete) = match name {
        "address" => ("text", "street-address"),
        "birthdate" => ("date", "bday"),
        "email" => ("email", "email"),
        "family_name" => ("text", "family-name"),
        "gender" => ("text", "sex"),
        "given_name" => ("text", "given-name"),
        "locale" => ("text", "language"),
        "middle_name" => ("text", "additional-name"),
        "name" => ("text", "name"),
        "nickname" => ("text", "nickname"),
        "phone_number" => ("tel", "tel"),
        "picture" => ("url", "photo"),
        "profile" | "website" => ("url", "url"),
        "updated_at" => ("number", "off"),
        _ => ("text", "off"),
    };
    let hint = (name == "phone_number").then_some(texts.phone_hint);
    Field {
        kind,
        hint,
        ..Field::text(&field_name(name), label(texts, name), autocomplete)
    }
}

/// What the names of the fields of attributes begin with.
const ATTRIBUTE: &str = "attribute.";

/// The name of the field of an attribute.
pub(super) fn field_name(attribute: &str) -> String {
    format!("{ATTRIBUTE}{attribute}")
}

/// The attribute that a field of this name is for.
pub(super) fn attribute_of(field_name: &str) -> Option<&str> {
    field_name.strip_prefix(ATTRIBUTE)
}

/// Whether the username is this attribute, and no other.
fn is_username(naming: &Naming, name: &str) -> bool {
    let others = ["email", "phone_number"];
    let mut others = others.into_iter().filter(|other| *other != name);
    naming.has_username_attribute(name) && !others.any(|other| naming.has_username_attribute(other))
}

/// What people call an attribute; one of the pool's own has only its name.
fn label(texts: &Texts, name: &str) -> String {
    let known = match name {
        "address" => texts.name_address,
        "birthdate" => texts.name_birthdate,
        "email" => texts.name_email,
        "family_name" => texts.name_family_name,
        "gender" => texts.name_gender,
        "given_name" => texts.name_given_name,
        "locale" => texts.name_locale,
        "middle_name" => texts.name_middle_name,
        "name" => texts.name_name,
        "nickname" => texts.name_nickname,
        "phone_number" => texts.name_phone_number,
        "picture" => texts.name_picture,
        "preferred_username" => texts.name_preferred_username,
        "profile" => texts.name_profile,
        "updated_at" => texts.name_updated_at,
        "website" => texts.name_website,
        "zoneinfo" => texts.name_zoneinfo,
        own => own.trim_start_matches("custom:"),
    };
    known.to_owned()
}
