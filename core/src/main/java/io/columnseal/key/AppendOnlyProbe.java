package io.columnseal.key;

import static io.columnseal.internal.jdbc.KeyStoreTransactions.prepare;

import io.columnseal.internal.jdbc.KeyStoreTransactions;
import io.columnseal.internal.jdbc.SqlFailures;
import io.columnseal.key.AccessLog.Protection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the database lets this user edit the access log, by trying: catalogues show triggers only to users
 * with further rights, and do not tell whether they refuse. What is tried changes nothing even if it is let: an entry is
 * given the value that it has, and no entry is deleted.
 */
final class AppendOnlyProbe {

    private final KeyStoreTransactions transactions;
    private final String select;
    private final String update;
    private final String delete;

    AppendOnlyProbe(KeyStoreTransactions transactions, String log) {
        this.transactions = transactions;
        this.select = "select max(id) from " + log;
        this.update = "update " + log + " set occurrences = occurrences where id = ?";
        this.delete = "delete from " + log + " where 1 = 0";
    }

    Protection protection() {
        Optional<Long> newest = transactions.run("read the access log", connection -> {
            try (PreparedStatement statement = prepare(connection, select);
                    ResultSet row = statement.executeQuery()) {
                long id = row.next() ? row.getLong(1) : 0;
                return id == 0 ? Optional.<Long>empty() : Optional.of(id);
            }
        });
        if (newest.isEmpty()) {
            return Protection.UNKNOWN;
        }
        Answer toUpdate = answer(update, newest.get());
        // MariaDB's triggers are asked for each row and so not without one: those of the script come in pairs
        boolean refused = toUpdate == Answer.REFUSED_BY_TRIGGER
                || toUpdate == Answer.REFUSED && answer(delete, null) != Answer.DONE;
        return refused ? Protection.APPEND_ONLY : Protection.EDITABLE;
    }

    /** Never committed. */
    private Answer answer(String sql, @Nullable Long id) {
        EnumSet<Answer> answers = EnumSet.noneOf(Answer.class);
        boolean unused = transactions.runUnlessTaken("find out whether the access log can be edited", connection -> {
            answers.add(answer(connection, sql, id));
            return false;
        });
        return answers.iterator().next();
    }

    private static Answer answer(Connection connection, String sql, @Nullable Long id) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql)) {
            if (id != null) {
                statement.setLong(1, id);
            }
            statement.executeUpdate();
            return Answer.DONE;
        } catch (SQLException e) {
            return refusal(e);
        }
    }

    private static Answer refusal(SQLException e) throws SQLException {
        if (SqlFailures.isRaised(e)) {
            return Answer.REFUSED_BY_TRIGGER;
        }
        if (SqlFailures.isDenied(e)) {
            return Answer.REFUSED;
        }
        throw e;
    }

    private enum Answer {
        DONE,
        REFUSED,
        REFUSED_BY_TRIGGER
    }
}
