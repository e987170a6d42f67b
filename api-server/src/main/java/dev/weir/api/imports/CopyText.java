package dev.weir.api.imports;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A {@code COPY … FROM STDIN} in progress: by far the fastest way into a table. */
public final class CopyText implements AutoCloseable {

    private static final int CHUNK = 1 << 16;

    private final CopyIn copy;
    private final CopyRows rows = new CopyRows();

    private CopyText(CopyIn copy) {
        this.copy = copy;
    }

    /**
     * Begins a copy. Its rows are part of the connection's transaction.
     *
     * @param target what stands between {@code copy} and {@code from stdin}: a table with its columns
     * @param options what stands behind it
     */
    public static CopyText into(Connection connection, String target, String options) throws SQLException {
        return new CopyText(
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + target + " from stdin " + options));
    }

    /** Begins a row; the caller gives its columns and ends it. */
    public CopyRows row() throws SQLException {
        if (rows.length() >= CHUNK) {
            write(rows.take());
        }
        return rows;
    }

    /** Says that all rows were given; without this, {@link #close} gives the copy up. */
    public void complete() throws SQLException {
        write(rows.take());
        copy.endCopy();
    }

    /** Writes rows that were made elsewhere. */
    public void write(byte[] made) throws SQLException {
        copy.writeToCopy(made, 0, made.length);
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
