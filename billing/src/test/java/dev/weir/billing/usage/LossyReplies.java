package dev.weir.billing.usage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;

/** A database that does what it is told and then, at times, fails to say so: the reply of the commit is lost. */
final class LossyReplies {

    private LossyReplies() {}

    static Jdbi over(Jdbi real, BooleanSupplier lost) {
        ConnectionFactory connections = () -> {
            // Jdbi closes what it gets from here, and with it the handle's connection.
            var connection = real.open().getConnection();
            return wrap(Connection.class, connection, lost);
        };
        return Jdbi.create(connections);
    }

    private static <T> T wrap(Class<T> type, T real, BooleanSupplier lost) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Object result;
            try {
                result = method.invoke(real, args);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
            if (method.getName().startsWith("execute") && lost.getAsBoolean()) {
                throw new SQLException("the reply was lost on purpose", "08006");
            }
            return result instanceof PreparedStatement statement
                    ? wrap(PreparedStatement.class, statement, lost)
                    : result;
        }));
    }
}
