//! Patterns of policies: `*` for any characters, `?` for one.

/// Whether the text fits the pattern. Takes time in proportion to the product of their lengths at
/// worst, whatever they are.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut position) = (0, 0);
    // Where to go on when what follows the last `*` does not fit: it takes one more character.
    let mut retry: Option<(usize, usize)> = None;
    while position < text.len() {
        match pattern.get(at) {
            Some('*') => {
                retry = Some((at + 1, position));
                at += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == text[position] => {
                at += 1;
                position += 1;
            }
            _ => {
                let Some((after, taken)) = retry else {
                    return false;
                };
                retry = Some((after, taken + 1));
                at = after;
                position = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|&rest| rest == '*')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stars_and_question_marks_stand_for_characters() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("*", "", true),
            ("?", "", false),
            ("a*c", "abbbc", true),
            ("a*c", "abbb", false),
            ("a?c", "abc", true),
            ("*ab*ab", "abxab", true),
            ("*ab*ab", "ab", false),
            ("sts:Assume*", "sts:AssumeRole", true),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_a_regular_expression(pattern in "[ab*?]{0,8}", text in "[ab]{0,10}") {
            let expression = pattern.replace('*', ".*").replace('?', ".");
            let expression = regex::Regex::new(&format!("^{expression}$")).unwrap();
            prop_assert_eq!(fits(&pattern, &text), expression.is_match(&text));
        }
    }
}
