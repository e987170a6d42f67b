package dev.weir.api.demo.world;

import java.util.List;

/** Texts that break careless programs: each of them is a legal post. */
final class HardText {

    private static final List<String> TEXTS = List.of(
            // Sequences of code points that are one picture.
            "family 👨‍👩‍👧‍👦, couple 👩‍❤️‍💋‍👨, astronaut 🧑🏽‍🚀",
            "flags 🇯🇵🇧🇷🏴󠁧󠁢󠁳󠁣󠁴󠁿🏳️‍🌈🏴‍☠️",
            "keycaps 1️⃣2️⃣#️⃣ and skin tones 👍👍🏻👍🏼👍🏽👍🏾👍🏿",
            "😀😃😄😁😆😅🤣😂🙂🙃🫠😉😊😇🥰😍🤩😘",
            "🫡",
            "❤ without and ❤️ with a selector, ☺︎ as text",
            // Right to left, and both ways in one line.
            "العنوان \"Weir 2\" صفحة 15 من 30 (مسودة)",
            "\u200fשלום world, 123 שקל #ברוכים",
            "mixed \u2067עברית\u2069 isolate \u202bhere\u202c",
            "می\u200cخواهم (zero-width non-joiner) کتاب",
            // Letters beyond the first plane, and marks that combine.
            "𠮷野家と髙島屋、﨑の字、𩸽の塩焼き",
            "e\u0301 is é, A\u030A is Å is Å, q\u0307\u0323 has no single form",
            "Tiếng Việt: một hai ba bốn năm, phở bò đặc biệt",
            "Z\u0300\u0301\u0302\u0303a\u0304\u0305\u0306l\u0307\u0308\u0309g\u030a\u030bo\u030c\u030d",
            "𝓯𝓪𝓷𝓬𝔂 𝕝𝕖𝕥𝕥𝕖𝕣𝕤 and ｆｕｌｌ ｗｉｄｔｈ ﾊﾝｶｸ",
            "ﬁve ligatures ﬂow, ß becomes SS, İstanbul and ısı, ΣΊΣΥΦΟΣ and Σίσυφος",
            "ક્ષ નમસ્તે ਸਤ ਸ੍ਰੀ ਅਕਾਲ வணக்கம் ස්තූතියි",
            "ខ្ញុំចូលចិត្តកាហ្វេ မင်္ဂလာပါ ལྷ་ས",
            // What COPY, JSON, SQL and HTML would each like to swallow.
            "back\\slash, \\N, \\., a 'quote', a \"double\" one, 100 % and _under_",
            "<b>not bold</b> &amp; R&D <script>alert('no')</script> {\"json\": [null]}",
            "tab\there, new\nline, two\n\nparagraphs",
            "'; drop table posts; -- said nobody",
            "$WEIR costs €3, £2, ¥300 or ₿0.00005; $5 is no cashtag",
            // White space that is not a space, and signs that cannot be seen.
            "no\u00a0break\u2003em\u200bzero\u2060joiner soft\u00adhyphen",
            "#naïve #東京 #под_снегом #مطر #1984 is a number, #_ is not a tag",
            "see https://example.org/a_(b)?q=1&r=%E2%9C%93#x, and http://xn--bcher-kva.example/.",
            "@alice.@bob,@nobody_at_all mail me@example.org",
            ".",
            "a");

    private HardText() {}

    static String draw(Chance chance) {
        int length = TEXTS.size();
        int index = chance.below(length + 3);
        if (index < length) {
            return TEXTS.get(index);
        }
        return switch (index - length) {
            // At the borders of what clients show: 280, and of what some servers keep: 500 code points.
            case 0 -> "280: " + "🧵".repeat(275);
            case 1 -> "500: " + "naïve ".repeat(82) + "end";
            default -> "279: " + "あ".repeat(274);
        };
    }
}
