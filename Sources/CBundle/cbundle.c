#include "cbundle.h"

// #embed is C23; the compiler has it in every mode but says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char contracts_workqueue[] = {
#embed "../../contracts/workqueue.json"
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
    FILE_ENTRY("contracts/workqueue.json", contracts_workqueue),
    FILE_ENTRY("fixtures/workqueue/accounts.json", workqueue_accounts),
    FILE_ENTRY("fixtures/workqueue/attempts.json", workqueue_attempts),
    FILE_ENTRY("fixtures/workqueue/elements.json", workqueue_elements),
    FILE_ENTRY("fixtures/workqueue/jobs.json", workqueue_jobs),
    FILE_ENTRY("fixtures/workqueue/service.json", workqueue_service),
    FILE_ENTRY("fixtures/workqueue/states.json", workqueue_states),
};

const size_t cbundle_file_count = sizeof files / sizeof files[0];

const cbundle_file *cbundle_files(void) { return files; }
