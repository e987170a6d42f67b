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
 * Cold is what nobody has asked before, with PostgreSQL just started; warm is the same once more.
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
    private static final double FLAT = 1.3;

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
            Answers few = ask(little, "small: ", kinds, report);
            Answers many = ask(big, "", kinds, report);
            judgeSearch(many.figures(), report);
            for (String kind : FLAT_KINDS) {
                tellCold(kind, few, many, report);
            }
            compareSizes(", warm", big, little, report);
            compareWithoutMemory(big, little, report);
            compareWithBytes(big, "post by id", POST_RATIO, report);
            compareWithBytes(big, "user timeline", TIMELINE_RATIO, report);
        }
    }

    private static <V> V of(Map<String, V> values, String kind) {
        return Objects.requireNonNull(values.get(kind), kind);
    }

    /** A microblog, its gateway, and what is asked of it. */
    private record Side(Fleet fleet, Gateway gateway, ProcessHandle database, Map<String, List<Question>> questions) {

        /** The same microblog through another gateway. */
        Side with(Gateway other) {
            return new Side(fleet, other, database, questions);
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
        return new Side(fleet, fleet.startGateway(), fleet.database(), asked);
    }

    private static void warmUp(Side side, Collection<String> kinds) throws Exception {
        for (String kind : kinds) {
            side.round().untilCompiled(side.first(kind));
        }
    }

    /**
     * What a side answered.
     *
     * @param figures of each kind and how
     * @param pages that PostgreSQL looked at for each cold answer
     */
    private record Answers(Map<String, Figures> figures, Map<String, Double> pages) {}

    private static Answers ask(Side side, String prefix, Collection<String> kinds, Report report) throws Exception {
        Answers all = new Answers(new HashMap<>(), new HashMap<>());
        for (String kind : kinds) {
            List<Question> others = side.others(kind);
            Pages before = Pages.soFar(side.fleet().jdbi());
            Figures cold = side.round().once(others);
            Pages looked = Pages.soFar(side.fleet().jdbi()).since(before);
            report.figure(prefix + kind + ", cold", cold);
            report.figure(
                    prefix + kind + ", cold: pages looked at for each answer, and fetched",
                    "%.0f, %.0f"
                            .formatted(
                                    (double) looked.all() / others.size(), (double) looked.fetched() / others.size()));
            all.figures().put(kind + ", cold", cold);
            all.pages().put(kind, (double) looked.all() / others.size());
            Figures again = side.round().during(others, SECONDS);
            report.figure(prefix + kind + ", warm", again);
            all.figures().put(kind, again);
            if (cold.others() + again.others() > 0) {
                report.expect(kind + ": not answered 200", cold.others() + again.others(), false);
            }
        }
        return all;
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

    private static void judgeSearch(Map<String, Figures> warm, Report report) {
        for (String how : List.of("", ", cold")) {
            double rare = of(warm, "search, rare word" + how).p99Millis();
            report.expect("rare word" + how + ": p99 ms, at most 50", rounded(rare), rare <= RARE_MILLIS);
            double common = of(warm, "search, common word" + how).p99Millis();
            report.expect("common word" + how + ": p99 ms, at most 250", rounded(common), common <= COMMON_MILLIS);
        }
    }

    // Of ten thousand posts a gateway remembers a good part when the first question is put, and PostgreSQL has them all
    // in memory. So this compares memories and disks more than what an answer costs: it is told, not judged.
    private static void tellCold(String kind, Answers few, Answers many, Report report) {
        Figures little = of(few.figures(), kind + ", cold");
        Figures big = of(many.figures(), kind + ", cold");
        report.figure(
                kind + ", cold: of the time, the processor time and the pages at 10,000 posts",
                "%s, %s, %s"
                        .formatted(
                                rounded(little.perSecond() / big.perSecond()),
                                rounded(big.cpuMicros() / little.cpuMicros()),
                                rounded(of(many.pages(), kind) / of(few.pages(), kind))));
    }

    // Every answer is read from PostgreSQL on both sides.
    private static void compareWithoutMemory(Side big, Side little, Report report) throws Exception {
        Side bigger = big.with(big.fleet().startForgetfulGateway());
        Side smaller = little.with(little.fleet().startForgetfulGateway());
        warmUp(bigger, FLAT_KINDS);
        warmUp(smaller, FLAT_KINDS);
        compareSizes(", all from PostgreSQL", bigger, smaller, report);
        bigger.gateway().close();
        smaller.gateway().close();
    }

    // The sides take turns, and the median of them counts. The processor's time is told too: it moves less with other
    // load.
    private static void compareSizes(String how, Side big, Side little, Report report) throws Exception {
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
            report.expect(kind + how + ": of the time at 10,000 posts, at most 1.3", rounded(time), time <= FLAT);
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
