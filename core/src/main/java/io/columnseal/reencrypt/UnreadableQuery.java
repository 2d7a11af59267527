package io.columnseal.reencrypt;

import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Finds where those values of a column lie of which the header alone tells that they stay as they are. */
final class UnreadableQuery implements PageQuery<QuarantinedValue> {

    private final ColumnSql sql;
    private final Census census;
    private final Clock clock;
    private final @Nullable StaleFilter sound;

    UnreadableQuery(ColumnSql sql, Census census, Clock clock) {
        this.sql = sql;
        this.census = census;
        this.clock = clock;
        this.sound = census.sound();
    }

    @Override
    public String sql(PageRange range, int rows) {
        String header = sound == null
                ? sql.header()
                : "case when " + sound.condition(sql.header()) + " then " + sql.header() + " end";
        return sql.keyedPage(range, header + ", octet_length(" + sql.column().column() + ")", rows);
    }

    @Override
    public int bind(PreparedStatement statement, int firstIndex) throws SQLException {
        return sound == null ? firstIndex : sql.form().bindHeaders(statement, firstIndex, sound.headers());
    }

    @Override
    public @Nullable QuarantinedValue read(ResultSet row, int firstIndex, Object[] key) throws SQLException {
        Object prefix = sql.form().read(row, firstIndex);
        Header header = prefix == null ? null : sql.form().header(prefix);
        if (prefix == null || header != null && (census.isStale(header) || census.isCurrent(header))) {
            return null;
        }
        Reason reason = header == null ? Reason.NOT_SEALED : census.reasonToStay(header);
        if (reason != Reason.KEY_UNUSABLE
                && row.getLong(firstIndex + 1) < sql.form().shortestLength()) {
            reason = Reason.NOT_SEALED;
        }
        return new QuarantinedValue(
                sql.column().table(),
                sql.column().column(),
                RowName.of(key),
                keyId(header, reason),
                reason,
                clock.instant());
    }

    /** Of what may be somebody's plaintext, the first bytes are not named. */
    private static @Nullable KeyId keyId(@Nullable Header header, Reason reason) {
        return header != null && (reason == Reason.UNKNOWN_KEY || reason == Reason.KEY_UNUSABLE) ? header.key() : null;
    }

    @Override
    public int length(QuarantinedValue row) {
        return 0;
    }
}
