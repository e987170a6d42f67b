package dev.weir.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.demo.world.WorldSettings;
import dev.weir.drills.scale.Figures;
import dev.weir.drills.scale.Median;
import dev.weir.drills.scale.Pages;
import dev.weir.drills.scale.Question;
import dev.weir.drills.scale.Questions;
import dev.weir.drills.scale.Round;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Every kind of question over a large microblog and a small one, in one run, beside a server that only returns bytes.
 * Cold is what nobody has asked before, of a gateway that remembers nothing and a PostgreSQL that was just started; warm is
 * the same again and again, of a gateway as it is shipped.
 */
final class ScaleDrill implements Drill {

    private static final WorldSettings LARGE = WorldSettings.ofSize(
            Integer.getInteger("weir.drill.users", 100_000),
            Integer.getInteger("weir.drill.posts", 1_000_000),
            Integer.getInteger("weir.drill.follows", 5_000_000));
    private static final WorldSettings SMALL = WorldSettings.ofSize(1_000, 10_000, 50_000);

    private static final int CLIENTS = 4;
    private static final int SECONDS = 4;
    /** Many short turns: what else the machine does comes and goes within seconds, and must hit both sides. */
    private static final int TURNS = 9;

    private static final int TURN_SECONDS = 2;
    /** Asked before anything is measured, and not again: the compiler's time is nobody's. */
    private static final int WARM_UP = 200;

    private static final int ASKED = 600;
    private static final int BATCHES = 40;

    private static final String BATCH = "100 posts, all expansions";
    private static final List<String> FLAT_KINDS = List.of("post by id", BATCH, "user timeline", "home timeline");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final double RARE_MILLIS = 50;
    private static final double COMMON_MILLIS = 250;
    private static final double POST_RATIO = 0.7;
    private static final double TIMELINE_RATIO = 0.35;
    /** What an answer may cost more over a million posts, as gateways are shipped. */
    private static final double FLAT = 1.3;

    /**
     * The same of a hundred posts that no gateway remembers. The small microblog has them and their users in a few pages
     * that one answer reads once, the large one has each elsewhere; what is beyond this has another cause.
     */
    private static final double SCATTERED = 1.6;

    @Override
    public String promise() {
        return "a million posts answer like ten thousand, and near to what a server can do at all";
    }

    @Override
    public void run(Report report) throws Exception {
        try (Fleet large = Fleet.start(Catalogues.with("GET /2/usage/tweets", "unlimited"));
                Fleet small = Fleet.start(Catalogues.with("GET /2/usage/tweets", "unlimited"))) {
            Side big = begin(large, LARGE, report);
            Collection<String> kinds = big.questions().keySet();
            warmUp(big, kinds);
            Side little = begin(small, SMALL, report);
            warmUp(little, kinds);
            tellContent(little, "small: ", report);
            tellContent(big, "", report);
            // Both are asked the same: what a gateway has answered before decides how its code was compiled.
            Cold few = askOnce(little, "small: ", kinds, report);
            Cold many = askOnce(big, "", kinds, report);
            judgeSearch(", cold", many.figures(), report);
            for (String kind : FLAT_KINDS) {
                tellCold(kind, few, many, report);
            }
            compareSizes(", all from PostgreSQL", SCATTERED, big, little, report);
            little = little.remembering();
            big = big.remembering();
            askAgain(little, "small: ", kinds, report);
            judgeSearch("", askAgain(big, "", kinds, report), report);
            compareSizes(", warm", FLAT, big, little, report);
            compareWithBytes(big, "post by id", POST_RATIO, report);
            compareWithBytes(big, "user timeline", TIMELINE_RATIO, report);
        }
    }

    private static <V> V of(Map<String, V> values, String kind) {
        return Objects.requireNonNull(values.get(kind), kind);
    }

    /** A microblog, its gateway, and what is asked of it. */
    private record Side(Fleet fleet, Gateway gateway, ProcessHandle database, Map<String, List<Question>> questions) {

        /** The same microblog through a gateway as it is shipped, instead of this one. */
        Side remembering() throws Exception {
            gateway.close();
            return new Side(fleet, fleet.startGateway(), database, questions);
        }

        Round round() {
            return new Round(gateway.port(), List.of(gateway.process(), database), CLIENTS);
        }

        /** The first questions, which warm up. */
        List<Question> first(String kind) {
            List<Question> all = of(questions, kind);
            return all.subList(0, warmUp(all));
        }

        /** The others. */
        List<Question> others(String kind) {
            List<Question> all = of(questions, kind);
            return all.subList(warmUp(all), all.size());
        }

        private static int warmUp(List<Question> all) {
            return Math.min(WARM_UP, all.size() / 4);
        }
    }

    private static Side begin(Fleet fleet, WorldSettings world, Report report) throws Exception {
        long begun = System.nanoTime();
        fleet.invent(world);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        String size = fleet.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select (select count(*) from microblog.posts), (select count(*) from microblog.users),
                            (select count(*) from microblog.follows), pg_database_size(current_database()) / 1000000
                        """)
                        .map((row, context) -> "%,d posts, %,d users, %,d follows: %,d MB"
                                .formatted(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                        .one());
        report.figure(size + ", made in", seconds + " s");
        Questions questions = new Questions(fleet.jdbi(), fleet.key("first-party"));
        Map<String, List<Question>> asked = new LinkedHashMap<>();
        asked.put("post by id", questions.posts(WARM_UP + ASKED));
        asked.put(BATCH, questions.batches(BATCHES));
        asked.put("user timeline", questions.userTimelines(WARM_UP + ASKED));
        asked.put("home timeline", questions.homeTimelines(ASKED, user -> fleet.userKey("first-party", user)));
        asked.put("100 followers", questions.followers(WARM_UP + ASKED));
        asked.put("search, common word", questions.commonWords());
        asked.put("search, rare word", questions.rareWords(WARM_UP + ASKED));
        asked.put("search, phrase and from:", questions.phrases(WARM_UP + ASKED));
        asked.put("counts, common word", questions.counts());
        fleet.stopDatabase();
        fleet.startDatabase();
        // Were it to remember, it would be asked for what it never had to read before: compiled while it is measured.
        return new Side(fleet, fleet.startForgetfulGateway(), fleet.database(), asked);
    }

    private static void warmUp(Side side, Collection<String> kinds) throws Exception {
        for (String kind : kinds) {
            side.round().untilCompiled(side.first(kind));
        }
    }

    /**
     * What a side answered at first.
     *
     * @param figures of each kind
     * @param pages that PostgreSQL looked at for each answer
     */
    private record Cold(Map<String, Figures> figures, Map<String, Double> pages) {}

    private static Cold askOnce(Side side, String prefix, Collection<String> kinds, Report report) throws Exception {
        Cold all = new Cold(new HashMap<>(), new HashMap<>());
        for (String kind : kinds) {
            List<Question> others = side.others(kind);
            Pages before = Pages.soFar(side.fleet().jdbi());
            Figures figures = side.round().once(others);
            Pages looked = Pages.soFar(side.fleet().jdbi()).since(before);
            tell(prefix + kind + ", cold", figures, report);
            report.figure(
                    prefix + kind + ", cold: pages looked at for each answer, and fetched",
                    "%.0f, %.0f"
                            .formatted(
                                    (double) looked.all() / others.size(), (double) looked.fetched() / others.size()));
            all.figures().put(kind, figures);
            all.pages().put(kind, (double) looked.all() / others.size());
        }
        return all;
    }

    private static Map<String, Figures> askAgain(Side side, String prefix, Collection<String> kinds, Report report)
            throws Exception {
        Map<String, Figures> all = new HashMap<>();
        for (String kind : kinds) {
            side.round().untilCompiled(side.others(kind));
            Figures figures = side.round().during(side.others(kind), SECONDS);
            tell(prefix + kind + ", warm", figures, report);
            all.put(kind, figures);
        }
        return all;
    }

    private static void tell(String what, Figures figures, Report report) {
        report.figure(what, figures);
        if (figures.others() > 0) {
            report.expect(what + ": not answered 200", figures.others(), false);
        }
    }

    // Sizes can only be compared by answers that hold the same.
    private static void tellContent(Side side, String prefix, Report report) throws Exception {
        List<Question> questions = side.first(BATCH);
        long posts = 0;
        long users = 0;
        for (Question question : questions) {
            JsonNode answer = JSON.readTree(side.round().answer(question));
            posts += answer.path("data").size() + answer.at("/includes/tweets").size();
            users += answer.at("/includes/users").size();
        }
        report.figure(
                prefix + BATCH + ": posts and users in an answer",
                posts / questions.size() + ", " + users / questions.size());
    }

    private static void judgeSearch(String how, Map<String, Figures> figures, Report report) {
        double rare = of(figures, "search, rare word").p99Millis();
        report.expect("rare word" + how + ": p99 ms, at most 50", rounded(rare), rare <= RARE_MILLIS);
        double common = of(figures, "search, common word").p99Millis();
        report.expect("common word" + how + ": p99 ms, at most 250", rounded(common), common <= COMMON_MILLIS);
    }

    // PostgreSQL has all of ten thousand posts in its memory: this compares disks more than what an answer costs, and
    // is told and not judged.
    private static void tellCold(String kind, Cold few, Cold many, Report report) {
        Figures little = of(few.figures(), kind);
        Figures big = of(many.figures(), kind);
        report.figure(
                kind + ", cold: of the time, the processor time and the pages at 10,000 posts",
                "%s, %s, %s"
                        .formatted(
                                rounded(little.perSecond() / big.perSecond()),
                                rounded(big.cpuMicros() / little.cpuMicros()),
                                rounded(of(many.pages(), kind) / of(few.pages(), kind))));
    }

    // The sides take turns, and the median of them counts. The processor's time is told too: other load moves it less.
    private static void compareSizes(String how, double mostOfBatch, Side big, Side little, Report report)
            throws Exception {
        for (String kind : FLAT_KINDS) {
            List<Double> costs = new ArrayList<>();
            List<Double> times = new ArrayList<>();
            little.round().untilCompiled(little.others(kind));
            big.round().untilCompiled(big.others(kind));
            for (int i = 0; i < TURNS; i++) {
                Figures few = little.round().during(little.others(kind), TURN_SECONDS);
                Figures many = big.round().during(big.others(kind), TURN_SECONDS);
                costs.add(many.cpuMicros() / few.cpuMicros());
                times.add(few.perSecond() / many.perSecond());
            }
            double time = Median.of(times);
            double most = kind.equals(BATCH) ? mostOfBatch : FLAT;
            report.expect(kind + how + ": of the time at 10,000 posts, at most " + most, rounded(time), time <= most);
            report.figure(kind + how + ": of the processor time at 10,000 posts", rounded(Median.of(costs)));
        }
    }

    private static void compareWithBytes(Side side, String kind, double least, Report report) throws Exception {
        List<Question> questions = side.others(kind);
        Map<String, byte[]> answers = new HashMap<>();
        for (Question question : questions) {
            answers.put(question.path(), side.round().answer(question));
        }
        Gateway server = side.fleet().startBare(answers);
        Round bare = new Round(server.port(), List.of(server.process()), CLIENTS);
        side.round().untilCompiled(questions);
        bare.untilCompiled(questions);
        List<Double> ratios = new ArrayList<>();
        Figures bytes = bare.during(questions, TURN_SECONDS);
        for (int i = 0; i < TURNS; i++) {
            Figures ours = side.round().during(questions, TURN_SECONDS);
            bytes = bare.during(questions, TURN_SECONDS);
            ratios.add(ours.perSecond() / bytes.perSecond());
        }
        server.close();
        report.figure(kind + ", the same bytes from memory", bytes);
        double ratio = Median.of(ratios);
        report.expect(
                kind + ": of the throughput of bytes from memory, at least " + least, rounded(ratio), ratio >= least);
    }

    private static String rounded(double figure) {
        return String.format(Locale.ROOT, "%.2f", figure);
    }
}
