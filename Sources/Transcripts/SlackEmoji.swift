/// The short names of the emoji that people use most. Others keep their names.
enum SlackEmoji {
    private static let names: [String: String] = [
        "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "ok_hand": "👌", "clap": "👏", "wave": "👋", "pray": "🙏",
        "raised_hands": "🙌", "muscle": "💪", "point_up": "☝️", "point_down": "👇", "point_left": "👈", "point_right": "👉",
        "fist": "✊", "handshake": "🤝", "crossed_fingers": "🤞", "v": "✌️", "eyes": "👀", "heart": "❤️", "broken_heart": "💔",
        "smile": "😄", "smiley": "😃", "grinning": "😀", "grin": "😁", "laughing": "😆", "joy": "😂", "rofl": "🤣",
        "wink": "😉",
        "blush": "😊", "slightly_smiling_face": "🙂", "upside_down_face": "🙃", "sunglasses": "😎", "heart_eyes": "😍",
        "kissing_heart": "😘", "stuck_out_tongue": "😛", "thinking_face": "🤔", "neutral_face": "😐", "confused": "😕",
        "disappointed": "😞", "cry": "😢", "sob": "😭", "angry": "😠", "rage": "😡", "scream": "😱", "sweat_smile": "😅",
        "facepalm": "🤦",
        "shrug": "🤷", "hugging_face": "🤗", "face_with_rolling_eyes": "🙄", "sleeping": "😴", "skull": "💀", "ghost": "👻",
        "robot_face": "🤖", "tada": "🎉", "rocket": "🚀", "fire": "🔥", "100": "💯", "star": "⭐", "sparkles": "✨",
        "zap": "⚡",
        "boom": "💥", "bug": "🐛", "bulb": "💡", "warning": "⚠️", "question": "❓", "exclamation": "❗", "x": "❌",
        "white_check_mark": "✅", "heavy_check_mark": "✔️", "heavy_plus_sign": "➕", "no_entry": "⛔", "lock": "🔒",
        "key": "🔑",
        "calendar": "📆", "pushpin": "📌", "memo": "📝", "link": "🔗", "mag": "🔍", "hourglass": "⌛", "coffee": "☕",
        "beers": "🍻",
        "pizza": "🍕", "cake": "🍰", "birthday": "🎂", "sunny": "☀️", "rainbow": "🌈", "snowflake": "❄️", "dog": "🐶",
        "cat": "🐱",
        "see_no_evil": "🙈", "party_popper": "🎉", "partying_face": "🥳", "saluting_face": "🫡", "melting_face": "🫠",
    ]

    /// - Parameter name: without colons around it, with a tone as "wave::skin-tone-3".
    static func emoji(_ name: String) -> String? {
        guard let tone = name.utf8.lastIndex(of: UInt8(ascii: ":")), tone > name.startIndex else { return names[name] }
        let base = name[..<name.utf8.index(before: tone)]
        guard name[base.endIndex...].hasPrefix("::skin-tone-"), let emoji = names[String(base)],
            let level = name.utf8.last, (0x32...0x36).contains(level), name[base.endIndex...].utf8.count == 13,
            let first = emoji.unicodeScalars.first, first.properties.isEmojiModifierBase,
            let modifier = Unicode.Scalar(0x1F3FB + UInt32(level - 0x32))
        else { return nil }
        return String(first) + String(modifier)
    }
}
