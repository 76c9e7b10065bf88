//! What more than one operation is about: how it is named, checked or shown.

pub(super) mod identity;
pub(super) mod principal_tag_attribute_map;
pub(super) mod resource_tags;
