package io.columnseal.spring;

import io.columnseal.hibernate.query.QueryCompiler;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import org.hibernate.SessionFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;

/** Has the queries of Spring Data's JPA repositories checked when the repositories are made. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({JpaRepositoryFactoryBean.class, SessionFactory.class, QueryCompiler.class})
class SpringDataConfiguration {

    /** Static and with providers only: it is made before all other beans. */
    @Bean
    static CheckedRepositories columnSealRepositoryCheck(
            ConfigurableListableBeanFactory beans, ObjectProvider<ColumnSealProperties> properties) {
        return new CheckedRepositories(new RepositoryQueryCheck(
                () -> factories(beans), () -> properties.getObject().queryCheck()));
    }

    /** A repository's own factory is there before its queries are, in this context or one above it. */
    private static List<EntityManagerFactory> factories(ConfigurableListableBeanFactory beans) {
        return List.copyOf(
                BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, EntityManagerFactory.class, false, false)
                        .values());
    }
}
