package dev.notification.reliability.broken;

import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;

/** {@code reliability.broken=<defect>}: where defects get in. */
@AutoConfiguration
@ConditionalOnProperty("reliability.broken")
class BrokenConfiguration {
    private static final Logger log = LoggerFactory.getLogger(BrokenConfiguration.class);

    @Bean
    static BeanPostProcessor brokenBeans(@Value("${reliability.broken}") String name) {
        Defect defect = Defect.of(name);
        log.warn("This build is broken on purpose: {}", defect.property());
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String beanName) {
                if (bean instanceof DataSource dataSource) return new BrokenDataSource(dataSource, defect);
                if (defect == Defect.SILENT_HOLE && bean instanceof dev.notification.store.Arrivals arrivals) {
                    return DeafArrivals.around(arrivals);
                }
                return bean;
            }
        };
    }

    @Bean
    DefaultKafkaConsumerFactoryCustomizer brokenRecords(@Value("${reliability.broken}") String name) {
        return factory -> factory.updateConfigs(Map.of(
                "interceptor.classes",
                BrokenRecords.class.getName(),
                BrokenRecords.DEFECT,
                Defect.of(name).name()));
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> brokenWire(@Value("${reliability.broken}") String name) {
        Defect defect = Defect.of(name);
        return factory -> {
            if (defect == Defect.NOT_MONOTONIC || defect == Defect.UNANNOUNCED_RESET) {
                factory.addServerCustomizers(server -> server.doOnChannelInit(
                        (observer, channel, address) -> BrokenWire.into(channel.pipeline(), defect)));
            }
        };
    }

    @Bean
    @ConditionalOnProperty(name = "reliability.broken", havingValue = "leak")
    WebFilter leak() {
        return new Leak();
    }
}
