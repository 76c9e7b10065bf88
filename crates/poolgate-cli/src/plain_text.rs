//! Text from elsewhere, made fit for a terminal.

/// The text in one line and without control characters: those of a challenge, an error or a
/// device's name could otherwise move the cursor and fake what is on the screen.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|character| {
            if character.is_control() {
                char::REPLACEMENT_CHARACTER
            } else {
                character
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_of_any_text_is_obeyed(text in any::<String>()) {
            let plain = plain(&text);
            prop_assert!(!plain.chars().any(char::is_control));
            prop_assert_eq!(plain.chars().count(), text.chars().count());
        }
    }

    #[test]
    fn what_a_terminal_obeys_is_replaced_and_all_else_stays() {
        assert_eq!(plain("Anas Gerät 📱"), "Anas Gerät 📱");
        assert_eq!(
            plain("a\x1b[2Jb\r\nc\u{9b}d"),
            "a\u{fffd}[2Jb\u{fffd}\u{fffd}c\u{fffd}d"
        );
    }
}
