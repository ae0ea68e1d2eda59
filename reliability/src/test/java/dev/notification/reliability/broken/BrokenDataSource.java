package dev.notification.reliability.broken;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections that run other statements than they were given, and do not always commit. */
final class BrokenDataSource extends DelegatingDataSource {
    private static final AtomicInteger acks = new AtomicInteger();

    private final Defect defect;

    BrokenDataSource(DataSource right, Defect defect) {
        super(right);
        this.defect = defect;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return broken(super.getConnection());
    }

    private Connection broken(Connection right) {
        boolean[] acked = new boolean[1];
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        if (method.getName().equals("prepareStatement")) {
                            String statement = (String) arguments[0];
                            acked[0] |= statement.contains("settled_at = case when h.acks");
                            arguments[0] = defect.rewrite(statement);
                        }
                        if (method.getName().equals("commit")) {
                            boolean rollBack =
                                    acked[0] && defect == Defect.FALSE_2XX && acks.incrementAndGet() % 5 == 0;
                            acked[0] = false;
                            if (rollBack) {
                                right.rollback();
                                return null;
                            }
                        }
                        return method.invoke(right, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
