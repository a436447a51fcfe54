// Puts web/ into the program (C23 #embed). A test compares the table with the folder.

#include "CWebAssets.h"

// #embed is an extension before C23, and one that we want.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"
#define SVG "image/svg+xml"

static const unsigned char index_html[] = {
#embed "../../web/index.html"
};
static const unsigned char roost_css[] = {
#embed "../../web/roost.css"
};
static const unsigned char styles_controls_css[] = {
#embed "../../web/styles/controls.css"
};
static const unsigned char styles_entry_css[] = {
#embed "../../web/styles/entry.css"
};
static const unsigned char styles_house_css[] = {
#embed "../../web/styles/house.css"
};
static const unsigned char styles_room_css[] = {
#embed "../../web/styles/room.css"
};
static const unsigned char icon_svg[] = {
#embed "../../web/icon.svg"
};
static const unsigned char app_api_js[] = {
#embed "../../web/app/api.js"
};
static const unsigned char app_backoff_js[] = {
#embed "../../web/app/backoff.js"
};
static const unsigned char app_courier_js[] = {
#embed "../../web/app/courier.js"
};
static const unsigned char app_house_js[] = {
#embed "../../web/app/house.js"
};
static const unsigned char app_live_js[] = {
#embed "../../web/app/live.js"
};
static const unsigned char app_main_js[] = {
#embed "../../web/app/main.js"
};
static const unsigned char app_outbox_js[] = {
#embed "../../web/app/outbox.js"
};
static const unsigned char app_room_js[] = {
#embed "../../web/app/room.js"
};
static const unsigned char app_rows_js[] = {
#embed "../../web/app/rows.js"
};
static const unsigned char app_uuid7_js[] = {
#embed "../../web/app/uuid7.js"
};
static const unsigned char app_views_clock_js[] = {
#embed "../../web/app/views/clock.js"
};
static const unsigned char app_views_composer_js[] = {
#embed "../../web/app/views/composer.js"
};
static const unsigned char app_views_entry_js[] = {
#embed "../../web/app/views/entry.js"
};
static const unsigned char app_views_form_js[] = {
#embed "../../web/app/views/form.js"
};
static const unsigned char app_views_log_js[] = {
#embed "../../web/app/views/log.js"
};
static const unsigned char app_views_rooms_js[] = {
#embed "../../web/app/views/rooms.js"
};
static const unsigned char app_views_talk_js[] = {
#embed "../../web/app/views/talk.js"
};

#define ASSET(path, type, bytes) {path, type, bytes, sizeof bytes}

static const struct roost_web_asset assets[] = {
    ASSET("/", HTML, index_html),
    ASSET("/roost.css", CSS, roost_css),
    ASSET("/styles/controls.css", CSS, styles_controls_css),
    ASSET("/styles/entry.css", CSS, styles_entry_css),
    ASSET("/styles/house.css", CSS, styles_house_css),
    ASSET("/styles/room.css", CSS, styles_room_css),
    ASSET("/icon.svg", SVG, icon_svg),
    ASSET("/app/api.js", SCRIPT, app_api_js),
    ASSET("/app/backoff.js", SCRIPT, app_backoff_js),
    ASSET("/app/courier.js", SCRIPT, app_courier_js),
    ASSET("/app/house.js", SCRIPT, app_house_js),
    ASSET("/app/live.js", SCRIPT, app_live_js),
    ASSET("/app/main.js", SCRIPT, app_main_js),
    ASSET("/app/outbox.js", SCRIPT, app_outbox_js),
    ASSET("/app/room.js", SCRIPT, app_room_js),
    ASSET("/app/rows.js", SCRIPT, app_rows_js),
    ASSET("/app/uuid7.js", SCRIPT, app_uuid7_js),
    ASSET("/app/views/clock.js", SCRIPT, app_views_clock_js),
    ASSET("/app/views/composer.js", SCRIPT, app_views_composer_js),
    ASSET("/app/views/entry.js", SCRIPT, app_views_entry_js),
    ASSET("/app/views/form.js", SCRIPT, app_views_form_js),
    ASSET("/app/views/log.js", SCRIPT, app_views_log_js),
    ASSET("/app/views/rooms.js", SCRIPT, app_views_rooms_js),
    ASSET("/app/views/talk.js", SCRIPT, app_views_talk_js),
};

const struct roost_web_asset *roost_web_assets(size_t *count) {
  *count = sizeof assets / sizeof *assets;
  return assets;
}
