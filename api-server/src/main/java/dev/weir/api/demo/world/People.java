package dev.weir.api.demo.world;

import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.User;
import dev.weir.api.microblog.Users;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * All invented people and how much each writes. They depend on the seed alone, so that a later top-up meets the same.
 *
 * <p>How much they write falls with their rank by Zipf and Mandelbrot's law, (rank + {@value #FLATTENED})^-{@value
 * #STEEPNESS}: the top tenth writes about 80 % and the top quarter about 90 % of everything (Pew Research Center 2019,
 * 2021: 80 % and 97 %).
 */
final class People {

    /** The first of them, who has a fixed name and regular habits. */
    static final int ALICE = 0;

    private static final double STEEPNESS = 1.35;
    private static final int FLATTENED = 15;
    private static final double HEAVY = 0.25;
    private static final Instant FIRST_SIGN_UP = Instant.parse("2011-01-01T00:00:00Z");
    private static final Duration SIGN_UPS = Duration.ofDays(14 * 365);

    private final List<Person> people;
    private final Weights activity;
    private final Map<String, Long> ids = new HashMap<>();

    private People(List<Person> people, Weights activity) {
        this.people = people;
        this.activity = activity;
        people.forEach(person -> ids.put(Users.key(person.username()), person.id()));
    }

    static People invent(WorldSettings settings) {
        var names = new Names();
        int count = settings.users();
        var ranks = ranks(settings);
        var people = new ArrayList<Person>(count);
        var weights = new double[count];
        for (int i = 0; i < count; i++) {
            var chance = Chance.of(settings.seed(), 1, i);
            int rank = ranks[i];
            // Alice writes on her own schedule only.
            weights[i] = i == ALICE ? 0 : Math.pow(rank + 1 + FLATTENED, -STEEPNESS);
            people.add(person(i, count, rank < count * HEAVY, names, chance));
        }
        return new People(List.copyOf(people), new Weights(weights));
    }

    int size() {
        return people.size();
    }

    Person get(int index) {
        return people.get(index);
    }

    List<Person> all() {
        return people;
    }

    /** Their ids, by username in the spelling of {@link Users#key}. */
    Map<String, Long> ids() {
        return Collections.unmodifiableMap(ids);
    }

    /** Someone, by how much they write. */
    int drawAuthor(Chance chance) {
        return activity.draw(chance);
    }

    /** The share of someone in all that is written. */
    double activityOf(int index) {
        return activity.share(index);
    }

    /** Who writes most is not who signed up first: a shuffle. */
    private static int[] ranks(WorldSettings settings) {
        var chance = Chance.of(settings.seed(), 2);
        var ranks = new int[settings.users()];
        for (int i = 0; i < ranks.length; i++) {
            int j = chance.below(i + 1);
            ranks[i] = ranks[j];
            ranks[j] = i;
        }
        return ranks;
    }

    private static Person person(int index, int count, boolean heavy, Names names, Chance chance) {
        var language = index == ALICE ? Language.ENGLISH : Language.draw(chance);
        // Ids sort by time as everywhere; the place within the span keeps them apart.
        long millis = (long) (SIGN_UPS.toMillis() * ((index + chance.fraction()) / count));
        var createdAt = FIRST_SIGN_UP.plusMillis(millis);
        boolean ordinary = index != ALICE;
        var user = new User(
                Snowflakes.at(createdAt, index & 0xFFF),
                index == ALICE ? "alice" : names.username(chance),
                index == ALICE ? "Alice 🌿" : names.name(language, chance),
                createdAt,
                chance.hits(0.7) ? Phrases.of(language).say(chance, 30 + chance.below(90)) : null,
                chance.hits(0.5) ? names.place(chance) : null,
                chance.hits(0.2) ? "https://example.org/" + Integer.toString(index, 36) : null,
                null,
                index == ALICE || chance.hits(0.02),
                ordinary && chance.hits(0.02),
                ordinary && chance.hits(0.01),
                null);
        return new Person(user, language, index == ALICE ? 0 : language.offsetHours(chance), heavy);
    }

    /** Names made of syllables; whoever bears one of them, it is not meant. */
    private static final class Names {

        private static final List<String> SYLLABLES = List.of(
                "ka", "ri", "mo", "len", "ta", "vi", "sol", "ne", "bra", "qui", "zu", "fen", "dor", "mi", "la", "pel",
                "os", "wen", "ty", "gar", "hu", "ilo", "jas", "ede", "nor", "ul", "xan", "cy");
        private static final List<String> ENDS =
                List.of("", "", "", "_", "x", "hq", "_dev", "san", "99", "2", "_", "art");
        private static final List<String> MARKS =
                List.of("", "", "", "", " 🌊", " ✨", " 🏳️‍🌈", " 🇧🇷", " ☕", " | she/her", " ®", " (new)");
        private static final List<String> WORDS = List.of("の庭", " علي", " 김", " ابن", "さん", " Ö.", " Ñandú", " d'É");

        private final Set<String> taken = new HashSet<>(Set.of("alice"));

        String username(Chance chance) {
            for (int attempt = 0; ; attempt++) {
                var name = new StringBuilder(word(chance));
                name.append(chance.oneOf(ENDS));
                if (attempt > 2) {
                    name.append(chance.below(1_000));
                }
                if (chance.hits(0.15)) {
                    name.setCharAt(0, Character.toUpperCase(name.charAt(0)));
                }
                if (name.length() <= 15 && taken.add(name.toString().toLowerCase(Locale.ROOT))) {
                    return name.toString();
                }
            }
        }

        String name(Language language, Chance chance) {
            var first = capital(word(chance));
            var second = chance.hits(0.7) ? " " + capital(word(chance)) : "";
            var foreign = language != Language.ENGLISH && chance.hits(0.3) ? chance.oneOf(WORDS) : "";
            return first + second + foreign + chance.oneOf(MARKS);
        }

        String place(Chance chance) {
            return capital(word(chance)) + chance.oneOf(List.of("burg", " Bay", "ville", "市", ", planet earth", ""));
        }

        private static String word(Chance chance) {
            var word = new StringBuilder();
            int syllables = 2 + chance.below(3);
            for (int i = 0; i < syllables; i++) {
                word.append(chance.oneOf(SYLLABLES));
            }
            return word.toString();
        }

        private static String capital(String word) {
            return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
        }
    }
}
