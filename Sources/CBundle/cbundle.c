// Written by bundle.sh.
#include "cbundle.h"

// #embed is C23; the compiler has it in every mode but says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char contracts_esgfpid[] = {
#embed "../../contracts/esgfpid.json"
};
static const unsigned char contracts_keystone[] = {
#embed "../../contracts/keystone.json"
};
static const unsigned char contracts_oaio[] = {
#embed "../../contracts/oaio.json"
};
static const unsigned char contracts_provena[] = {
#embed "../../contracts/provena.json"
};
static const unsigned char contracts_trove[] = {
#embed "../../contracts/trove.json"
};
static const unsigned char contracts_workqueue[] = {
#embed "../../contracts/workqueue.json"
};
static const unsigned char esgfpid_broker[] = {
#embed "../../fixtures/esgfpid/broker.json"
};
static const unsigned char esgfpid_handles[] = {
#embed "../../fixtures/esgfpid/handles.json"
};
static const unsigned char esgfpid_messages[] = {
#embed "../../fixtures/esgfpid/messages.json"
};
static const unsigned char esgfpid_service[] = {
#embed "../../fixtures/esgfpid/service.json"
};
static const unsigned char esgfpid_states[] = {
#embed "../../fixtures/esgfpid/states.json"
};
static const unsigned char keystone_catalog[] = {
#embed "../../fixtures/keystone/catalog.json"
};
static const unsigned char keystone_domains[] = {
#embed "../../fixtures/keystone/domains.json"
};
static const unsigned char keystone_projects[] = {
#embed "../../fixtures/keystone/projects.json"
};
static const unsigned char keystone_roles[] = {
#embed "../../fixtures/keystone/roles.json"
};
static const unsigned char keystone_service[] = {
#embed "../../fixtures/keystone/service.json"
};
static const unsigned char keystone_states[] = {
#embed "../../fixtures/keystone/states.json"
};
static const unsigned char keystone_tokens[] = {
#embed "../../fixtures/keystone/tokens.json"
};
static const unsigned char keystone_users[] = {
#embed "../../fixtures/keystone/users.json"
};
static const unsigned char oaio_files[] = {
#embed "../../fixtures/oaio/files.json"
};
static const unsigned char oaio_mounts[] = {
#embed "../../fixtures/oaio/mounts.json"
};
static const unsigned char oaio_objects[] = {
#embed "../../fixtures/oaio/objects.json"
};
static const unsigned char oaio_service[] = {
#embed "../../fixtures/oaio/service.json"
};
static const unsigned char oaio_sessions[] = {
#embed "../../fixtures/oaio/sessions.json"
};
static const unsigned char oaio_states[] = {
#embed "../../fixtures/oaio/states.json"
};
static const unsigned char oaio_storage_hosts[] = {
#embed "../../fixtures/oaio/storage_hosts.json"
};
static const unsigned char oaio_subscriptions[] = {
#embed "../../fixtures/oaio/subscriptions.json"
};
static const unsigned char oaio_users[] = {
#embed "../../fixtures/oaio/users.json"
};
static const unsigned char provena_dataset_schema[] = {
#embed "../../fixtures/provena/dataset_schema.json"
};
static const unsigned char provena_datasets[] = {
#embed "../../fixtures/provena/datasets.json"
};
static const unsigned char provena_device_codes[] = {
#embed "../../fixtures/provena/device_codes.json"
};
static const unsigned char provena_device_flows[] = {
#embed "../../fixtures/provena/device_flows.json"
};
static const unsigned char provena_openapi[] = {
#embed "../../fixtures/provena/openapi.json"
};
static const unsigned char provena_organisations[] = {
#embed "../../fixtures/provena/organisations.json"
};
static const unsigned char provena_persons[] = {
#embed "../../fixtures/provena/persons.json"
};
static const unsigned char provena_refresh_tokens[] = {
#embed "../../fixtures/provena/refresh_tokens.json"
};
static const unsigned char provena_reviewers[] = {
#embed "../../fixtures/provena/reviewers.json"
};
static const unsigned char provena_service[] = {
#embed "../../fixtures/provena/service.json"
};
static const unsigned char provena_states[] = {
#embed "../../fixtures/provena/states.json"
};
static const unsigned char recording_rules[] = {
#embed "../../fixtures/recording/rules.json"
};
static const unsigned char trove_backup_strategies[] = {
#embed "../../fixtures/trove/backup_strategies.json"
};
static const unsigned char trove_backups[] = {
#embed "../../fixtures/trove/backups.json"
};
static const unsigned char trove_clusters[] = {
#embed "../../fixtures/trove/clusters.json"
};
static const unsigned char trove_configurations[] = {
#embed "../../fixtures/trove/configurations.json"
};
static const unsigned char trove_datastore_versions[] = {
#embed "../../fixtures/trove/datastore_versions.json"
};
static const unsigned char trove_datastores[] = {
#embed "../../fixtures/trove/datastores.json"
};
static const unsigned char trove_flavors[] = {
#embed "../../fixtures/trove/flavors.json"
};
static const unsigned char trove_instances[] = {
#embed "../../fixtures/trove/instances.json"
};
static const unsigned char trove_logs[] = {
#embed "../../fixtures/trove/logs.json"
};
static const unsigned char trove_modules[] = {
#embed "../../fixtures/trove/modules.json"
};
static const unsigned char trove_parameters[] = {
#embed "../../fixtures/trove/parameters.json"
};
static const unsigned char trove_quotas[] = {
#embed "../../fixtures/trove/quotas.json"
};
static const unsigned char trove_rendered_defaults[] = {
#embed "../../fixtures/trove/rendered_defaults.json"
};
static const unsigned char trove_service[] = {
#embed "../../fixtures/trove/service.json"
};
static const unsigned char trove_states[] = {
#embed "../../fixtures/trove/states.json"
};
static const unsigned char trove_volume_types[] = {
#embed "../../fixtures/trove/volume_types.json"
};
static const unsigned char workqueue_accounts[] = {
#embed "../../fixtures/workqueue/accounts.json"
};
static const unsigned char workqueue_attempts[] = {
#embed "../../fixtures/workqueue/attempts.json"
};
static const unsigned char workqueue_elements[] = {
#embed "../../fixtures/workqueue/elements.json"
};
static const unsigned char workqueue_jobs[] = {
#embed "../../fixtures/workqueue/jobs.json"
};
static const unsigned char workqueue_service[] = {
#embed "../../fixtures/workqueue/service.json"
};
static const unsigned char workqueue_states[] = {
#embed "../../fixtures/workqueue/states.json"
};

#define FILE_ENTRY(name, array) {name, array, sizeof array}

static const cbundle_file files[] = {
    FILE_ENTRY("contracts/esgfpid.json", contracts_esgfpid),
    FILE_ENTRY("contracts/keystone.json", contracts_keystone),
    FILE_ENTRY("contracts/oaio.json", contracts_oaio),
    FILE_ENTRY("contracts/provena.json", contracts_provena),
    FILE_ENTRY("contracts/trove.json", contracts_trove),
    FILE_ENTRY("contracts/workqueue.json", contracts_workqueue),
    FILE_ENTRY("fixtures/esgfpid/broker.json", esgfpid_broker),
    FILE_ENTRY("fixtures/esgfpid/handles.json", esgfpid_handles),
    FILE_ENTRY("fixtures/esgfpid/messages.json", esgfpid_messages),
    FILE_ENTRY("fixtures/esgfpid/service.json", esgfpid_service),
    FILE_ENTRY("fixtures/esgfpid/states.json", esgfpid_states),
    FILE_ENTRY("fixtures/keystone/catalog.json", keystone_catalog),
    FILE_ENTRY("fixtures/keystone/domains.json", keystone_domains),
    FILE_ENTRY("fixtures/keystone/projects.json", keystone_projects),
    FILE_ENTRY("fixtures/keystone/roles.json", keystone_roles),
    FILE_ENTRY("fixtures/keystone/service.json", keystone_service),
    FILE_ENTRY("fixtures/keystone/states.json", keystone_states),
    FILE_ENTRY("fixtures/keystone/tokens.json", keystone_tokens),
    FILE_ENTRY("fixtures/keystone/users.json", keystone_users),
    FILE_ENTRY("fixtures/oaio/files.json", oaio_files),
    FILE_ENTRY("fixtures/oaio/mounts.json", oaio_mounts),
    FILE_ENTRY("fixtures/oaio/objects.json", oaio_objects),
    FILE_ENTRY("fixtures/oaio/service.json", oaio_service),
    FILE_ENTRY("fixtures/oaio/sessions.json", oaio_sessions),
    FILE_ENTRY("fixtures/oaio/states.json", oaio_states),
    FILE_ENTRY("fixtures/oaio/storage_hosts.json", oaio_storage_hosts),
    FILE_ENTRY("fixtures/oaio/subscriptions.json", oaio_subscriptions),
    FILE_ENTRY("fixtures/oaio/users.json", oaio_users),
    FILE_ENTRY("fixtures/provena/dataset_schema.json", provena_dataset_schema),
    FILE_ENTRY("fixtures/provena/datasets.json", provena_datasets),
    FILE_ENTRY("fixtures/provena/device_codes.json", provena_device_codes),
    FILE_ENTRY("fixtures/provena/device_flows.json", provena_device_flows),
    FILE_ENTRY("fixtures/provena/openapi.json", provena_openapi),
    FILE_ENTRY("fixtures/provena/organisations.json", provena_organisations),
    FILE_ENTRY("fixtures/provena/persons.json", provena_persons),
    FILE_ENTRY("fixtures/provena/refresh_tokens.json", provena_refresh_tokens),
    FILE_ENTRY("fixtures/provena/reviewers.json", provena_reviewers),
    FILE_ENTRY("fixtures/provena/service.json", provena_service),
    FILE_ENTRY("fixtures/provena/states.json", provena_states),
    FILE_ENTRY("fixtures/recording/rules.json", recording_rules),
    FILE_ENTRY("fixtures/trove/backup_strategies.json", trove_backup_strategies),
    FILE_ENTRY("fixtures/trove/backups.json", trove_backups),
    FILE_ENTRY("fixtures/trove/clusters.json", trove_clusters),
    FILE_ENTRY("fixtures/trove/configurations.json", trove_configurations),
    FILE_ENTRY("fixtures/trove/datastore_versions.json", trove_datastore_versions),
    FILE_ENTRY("fixtures/trove/datastores.json", trove_datastores),
    FILE_ENTRY("fixtures/trove/flavors.json", trove_flavors),
    FILE_ENTRY("fixtures/trove/instances.json", trove_instances),
    FILE_ENTRY("fixtures/trove/logs.json", trove_logs),
    FILE_ENTRY("fixtures/trove/modules.json", trove_modules),
    FILE_ENTRY("fixtures/trove/parameters.json", trove_parameters),
    FILE_ENTRY("fixtures/trove/quotas.json", trove_quotas),
    FILE_ENTRY("fixtures/trove/rendered_defaults.json", trove_rendered_defaults),
    FILE_ENTRY("fixtures/trove/service.json", trove_service),
    FILE_ENTRY("fixtures/trove/states.json", trove_states),
    FILE_ENTRY("fixtures/trove/volume_types.json", trove_volume_types),
    FILE_ENTRY("fixtures/workqueue/accounts.json", workqueue_accounts),
    FILE_ENTRY("fixtures/workqueue/attempts.json", workqueue_attempts),
    FILE_ENTRY("fixtures/workqueue/elements.json", workqueue_elements),
    FILE_ENTRY("fixtures/workqueue/jobs.json", workqueue_jobs),
    FILE_ENTRY("fixtures/workqueue/service.json", workqueue_service),
    FILE_ENTRY("fixtures/workqueue/states.json", workqueue_states),
};

const size_t cbundle_file_count = sizeof files / sizeof files[0];
const cbundle_file *cbundle_files(void) { return files; }
