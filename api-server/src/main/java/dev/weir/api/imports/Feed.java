package dev.weir.api.imports;

import java.io.Closeable;
import java.sql.SQLException;
import java.util.Optional;

/** What a source says, item by item, whatever its format. */
interface Feed extends Closeable {

    /**
     * The next item; empty at the end.
     *
     * @throws BrokenSourceException the source cannot be read further
     * @throws SQLException the database failed, which some formats ask for the ids of what they name
     */
    Optional<Item> next() throws BrokenSourceException, SQLException;

    /** The member of the archive that is being read; empty where the source is none. */
    String member();

    /** How many lines or elements have been read, of this member. */
    long number();

    /** How much has been read, 0 to 1; 0 where that cannot be told. */
    double fraction();
}
