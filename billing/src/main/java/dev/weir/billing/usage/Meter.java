package dev.weir.billing.usage;

/** What is counted. */
public enum Meter {
    /** Posts handed out in {@code data}. */
    POSTS_READ("posts_read"),
    /** Calls that were answered. */
    REQUESTS("requests");

    private final String column;

    Meter(String column) {
        this.column = column;
    }

    /** Its name in the database. */
    String column() {
        return column;
    }
}
