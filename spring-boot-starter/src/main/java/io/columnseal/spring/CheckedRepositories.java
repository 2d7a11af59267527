package io.columnseal.spring;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;

/** Has each JPA repository's queries looked at before the repository can be used. */
final class CheckedRepositories implements BeanPostProcessor {

    private final RepositoryQueryCheck check;

    CheckedRepositories(RepositoryQueryCheck check) {
        this.check = check;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof JpaRepositoryFactoryBean<?, ?, ?> repository) {
            repository.addRepositoryFactoryCustomizer(factory -> factory.addQueryCreationListener(check));
        }
        return bean;
    }
}
