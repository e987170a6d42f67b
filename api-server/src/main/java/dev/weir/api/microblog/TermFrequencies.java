package dev.weir.api.microblog;

import java.util.Map;

/**
 * In how many posts terms stand, as the database has last counted a sample of them. Tells what is surely rare, so that a
 * search for it begins with the index; what is not known to be rare may still be.
 *
 * @param common the share of posts, 0 to 1, that each of the commonest terms stands in
 * @param others the share that any other term stands in at most; 1 when nothing is known
 * @param posts how many posts there are, about
 */
record TermFrequencies(Map<String, Double> common, double others, double posts) {

    /** Nothing has been counted: nothing is known to be rare. */
    static final TermFrequencies UNKNOWN = new TermFrequencies(Map.of(), 1, Double.POSITIVE_INFINITY);

    TermFrequencies {
        common = Map.copyOf(common);
    }

    /** How many posts match at most, about; infinite where terms do not tell. */
    double most(Condition condition) {
        if (condition instanceof Condition.Terms terms) {
            return share(terms.query()) * posts;
        }
        if (condition instanceof Condition.All all) {
            return all.parts().stream().mapToDouble(this::most).min().orElse(Double.POSITIVE_INFINITY);
        }
        if (condition instanceof Condition.Any any) {
            return any.parts().stream().mapToDouble(this::most).sum();
        }
        return Double.POSITIVE_INFINITY;
    }

    /** The share of posts that match a {@code tsquery} at most; 1 if it is none, which the database will say. */
    private double share(String query) {
        Parser parser = new Parser(query);
        double share = parser.alternatives();
        return parser.isWell() ? share : 1;
    }

    /**
     * Reads the text of a {@code tsquery} as {@link Condition} writes it. All of several terms stand in no more posts than
     * the rarest of them; how many they stand in together nobody knows, since words keep company.
     */
    private final class Parser {

        private final String query;
        private int at;
        private boolean broken;

        private Parser(String query) {
            this.query = query;
        }

        private boolean isWell() {
            return !broken && at == query.length();
        }

        private double alternatives() {
            double share = together();
            while (takes('|')) {
                share += together();
            }
            return Math.min(1, share);
        }

        private double together() {
            double share = one();
            while (takes('&') || takesDistance()) {
                share = Math.min(share, one());
            }
            return share;
        }

        private double one() {
            if (takes('!')) {
                one();
                return 1;
            }
            if (takes('(')) {
                double share = alternatives();
                expect(')');
                return share;
            }
            return common.getOrDefault(lexeme(), others);
        }

        private String lexeme() {
            expect('\'');
            var lexeme = new StringBuilder();
            while (at < query.length()) {
                char c = query.charAt(at++);
                boolean doubled = at < query.length() && query.charAt(at) == c;
                if ((c == '\'' || c == '\\') && doubled) {
                    at++;
                } else if (c == '\'') {
                    return lexeme.toString();
                }
                lexeme.append(c);
            }
            broken = true;
            return "";
        }

        private boolean takesDistance() {
            if (!takes('<')) {
                return false;
            }
            int end = query.indexOf('>', at);
            broken |= end < 0;
            at = end < 0 ? query.length() : end + 1;
            return true;
        }

        private boolean takes(char c) {
            while (at < query.length() && query.charAt(at) == ' ') {
                at++;
            }
            boolean there = at < query.length() && query.charAt(at) == c;
            at += there ? 1 : 0;
            return there;
        }

        private void expect(char c) {
            broken |= !takes(c);
        }
    }
}
