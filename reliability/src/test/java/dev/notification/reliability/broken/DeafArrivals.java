package dev.notification.reliability.broken;

import dev.notification.store.Arrival;
import dev.notification.store.ArrivalListener;
import dev.notification.store.Arrivals;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.springframework.util.ClassUtils;

/** Does not hear of every twentieth delivery. */
final class DeafArrivals {
    private DeafArrivals() {}

    static Object around(Arrivals right) {
        return Proxy.newProxyInstance(
                right.getClass().getClassLoader(), ClassUtils.getAllInterfaces(right), (proxy, method, arguments) -> {
                    if (method.getName().equals("listen")) arguments[0] = deaf((ArrivalListener) arguments[0]);
                    try {
                        return method.invoke(right, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static ArrivalListener deaf(ArrivalListener listener) {
        return new ArrivalListener() {
            @Override
            public boolean wants(byte[] recipient) {
                return listener.wants(recipient);
            }

            @Override
            public void arrived(Arrival arrival) {
                if (arrival instanceof Arrival.Stored stored && stored.seq() % 20 == 0) return;
                listener.arrived(arrival);
            }
        };
    }
}
