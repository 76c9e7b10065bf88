//! Which language a page speaks.

/// A language that the pages have texts in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    #[default]
    English,
    German,
    Spanish,
    French,
    Japanese,
}

impl Language {
    pub(crate) const ALL: [Self; 5] = [
        Self::English,
        Self::German,
        Self::Spanish,
        Self::French,
        Self::Japanese,
    ];

    /// The one asked for by the `lang` parameter (protocol.md 6.1), else the one that the browser
    /// prefers.
    pub(crate) fn choose(lang: Option<&str>, accept_language: Option<&str>) -> Self {
        lang.and_then(Self::tagged)
            .or_else(|| Self::preferred(accept_language?))
            .unwrap_or_default()
    }

    /// Its tag by BCP 47.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Spanish => "es",
            Self::French => "fr",
            Self::Japanese => "ja",
        }
    }

    /// Its name in itself.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Spanish => "Español",
            Self::French => "Français",
            Self::Japanese => "日本語",
        }
    }

    /// The language of a tag; regions and scripts make no difference here.
    fn tagged(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The first of the most wanted ones (RFC 9110 section 12.5.4).
    fn preferred(accept_language: &str) -> Option<Self> {
        let mut best: Option<(Self, u32)> = None;
        for range in accept_language.split(',') {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, "q=1"));
            let Some(language) = Self::tagged(tag) else {
                continue;
            };
            let weight = weight(parameters);
            if weight > best.map_or(0, |(_, weight)| weight) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }
}

/// Thousandths; what cannot be read wants nothing.
fn weight(parameters: &str) -> u32 {
    let quality = parameters.trim().strip_prefix("q=").unwrap_or_default();
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    let thousandths = format!("{fraction:0<3.3}");
    match (whole, thousandths.parse::<u32>()) {
        ("0", Ok(thousandths)) => thousandths,
        ("1", Ok(_)) => 1000,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_parameter_comes_before_the_browser() {
        let choose = Language::choose;
        assert_eq!(choose(Some("de"), Some("fr")), Language::German);
        assert_eq!(choose(Some("ES-mx"), None), Language::Spanish);
        assert_eq!(
            choose(Some("tlh"), Some("fr-CH, de;q=0.9")),
            Language::French
        );
        assert_eq!(
            choose(None, Some("tlh, de;q=0.5, ja;q=0.8")),
            Language::Japanese
        );
        assert_eq!(choose(None, Some("de;q=0, fr;q=0.001")), Language::French);
        assert_eq!(choose(None, Some("*")), Language::English);
        assert_eq!(choose(None, None), Language::English);
    }

    proptest! {
        #[test]
        fn any_header_leads_to_a_language(header in ".*") {
            let chosen = Language::choose(Some(&header), Some(&header));
            prop_assert!(Language::ALL.contains(&chosen));
        }
    }
}
