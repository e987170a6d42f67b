package dev.weir.api.demo.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts posts into words. */
final class Wording {

    /** A word that Alice always uses: the demo can promise that a search for it finds something. */
    static final String ALICES_WORD = "lantern";

    // Of the logarithm of a post's length in code points: fitted to 12 % above 140 and 5 % above 190 (Twitter, 2018).
    private static final double LENGTH_MEAN = 4.18;
    private static final double LENGTH_SPREAD = 0.65;
    private static final int LONGEST = 280;
    private static final int SHORTEST = 6;
    private static final int REPOST_LENGTH = 140;

    private static final List<String> EMOJI = List.of(
            "😀", "😂", "🥲", "🎉", "🌧️", "🌅", "☕", "🐈", "🚲", "📚", "⚽", "🎶", "🍜", "🌊", "✨", "👀", "🙏", "❤️",
            "🔥", "💡", "👩‍🌾", "🤷🏽‍♀️", "🏳️‍🌈", "🇺🇳");
    private static final List<String> CLIENTS = List.of("Weir for Web", "Weir for Phones", "Heron", "Otter Deck");

    private static final List<String> ALICE_OPENS = List.of(
            "Harbour notes:", "Good evening from the pier.", "Morning round:", "For the record:", "A small thing:");
    private static final List<String> ALICE_SAYS = List.of(
            "the lantern is lit and the fog is thin",
            "one lantern, two gulls, no wind",
            "the old lantern needs new glass",
            "I carried the lantern home; the street lights failed again",
            "a lantern in every window for the festival",
            "counted nine boats by the light of my lantern");

    /** An ordinary post: phrases, and now and then a tag, an emoji or a link. */
    String original(Language language, Chance chance) {
        var phrases = Phrases.of(language);
        double drawn = Math.exp(LENGTH_MEAN + LENGTH_SPREAD * chance.normal());
        int length = (int) Math.max(SHORTEST, Math.min(LONGEST, drawn));
        var extra = new StringBuilder();
        if (chance.hits(0.18)) {
            extra.append(' ').append(chance.oneOf(EMOJI));
        }
        if (chance.hits(0.16)) {
            extra.append(" #").append(phrases.tag(chance));
        }
        if (chance.hits(0.06)) {
            extra.append(" https://example.org/").append(Integer.toString(chance.below(1 << 24), 36));
        }
        int rest = length - extra.codePointCount(0, extra.length());
        int wanted = language.spaced() ? rest : rest / 2;
        return phrases.say(chance, Math.max(SHORTEST, wanted)) + extra;
    }

    /** A post of Alice's. */
    String alice(Chance chance) {
        var text = chance.oneOf(ALICE_OPENS) + " " + chance.oneOf(ALICE_SAYS) + ".";
        return chance.hits(0.5) ? text + " 🏮 #harbour" : text;
    }

    /** How a repost reads: cut as on X. */
    static String repost(String username, String text) {
        var whole = "RT @" + username + ": " + text;
        return whole.codePointCount(0, whole.length()) <= REPOST_LENGTH
                ? whole
                : whole.substring(0, whole.offsetByCodePoints(0, REPOST_LENGTH - 1)) + "…";
    }

    /** The client that someone wrote with; some do not tell. */
    static @Nullable String source(Chance chance) {
        return chance.hits(0.1) ? null : chance.oneOf(CLIENTS);
    }
}
