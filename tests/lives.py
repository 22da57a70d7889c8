"""Two lives in which every verb is asked for, and changes what it can change."""

from server.campaigns.indexing import fields_in_index, to_be_taken_out
from server.campaigns.merge import compiled
from server.campaigns.settings import stored_hours
from server.store import found, keys
from server.wire.hours import USUAL
from tests.idling import minutes_pass
from tests.world import Texter, World


async def a_campaigns_life(world: World) -> int:
    """Ask everything that can be asked of a campaign, from its making to its end. Returns its id."""
    run = world.scripts.run
    campaign = await world.campaign(contacts=30, launch=False, bulk_send=True, fields={"Team": "Red"})
    settings = {"self_assign": True, "sender_link": True, "token": "t", "default_batch_size": 300}
    script = "Hi {first_name} of {team}"
    await run("update_campaign", campaign, script=script, message=compiled(script), **settings)
    await run("estimate_messages", campaign, first=1, most=1000)
    await run("look_up_numbers", campaign, after=0, most=20)
    await run("look_up_numbers", campaign, after=20, most=20)
    drafted = await world.campaign(contacts=2, launch=False)
    corrected = {"phone": "+12025550190", "contact": '["Zoe","Doe","+12025550190",{}]', "zone": "America/Denver"}
    await run("correct_contact", drafted, conversation=1, **corrected)
    first, second = await found.contacts(world.scripts, drafted, [1, 2])
    indexed = [(packed.decode(), fields_in_index(packed)) for packed in (first, second) if packed]
    await run("index_contacts", drafted, first=1, contacts=indexed)
    find = await to_be_taken_out(world.scripts, drafted, [1, 2])
    at = await world.scripts.now() + 60_000
    await run("schedule_launch", drafted, at=at, message=compiled("Hi!"))
    await world.scripts.ask(("HSET", keys.campaign(drafted), "launches_at", 1))
    await run("fail_launch", drafted, trouble="No.")
    await run("remove_contacts", drafted, conversations=[1, 2], find=find)
    await run("take_lookups", campaign, name="", most=3, again=60_000)
    await run("note_lookups", campaign, answers=[[30, "landline"], [29, "mobile"]])
    await run("set_picture", campaign, token="1-p", picture="/9g=")
    await run("set_picture", campaign, token="1-q", picture="/9g=")
    pictures = {"picture_first": True, "picture_replies": True}
    await run("update_campaign", campaign, **pictures, token="t", default_batch_size=300)
    await run("preview_message", campaign, message=compiled(script), most=3)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await run("remove_sender", campaign, member=ben.id, most=1000)
    await world.texter(campaign, "Ben")
    await run("finish_removals", campaign, disabled=[ben.id], most=1000)
    await run("launch_campaign", campaign, most=10)
    await ana.release()
    await world.texter(campaign, "Ben")
    await run("launch_campaign", campaign, most=1000)
    await run("join_campaign", campaign, token="t")
    await run("send_bulk", campaign, most=5)
    by = {"name": "Root", "move": "1"}
    await run("unassign", campaign, holder=ben.id, lanes=["initial"], most=1000, by=by)
    await run("reassign", campaign, holder=0, to=ana.id, lane="initial", most=1000, by=by)
    await ana.send_initials()
    await run("update_sender", campaign, member=ben.id, only="initial", most_held=9)
    await run("message_sender", campaign, member=ben.id, text="Hi!", by="Root")
    await run("dismiss_message", campaign, texter=ben.id, message=1)
    await run("move_conversations", campaign, conversations=(await ana.holds("quiet"))[:1], to=0, by=by)
    await run("wait_for_more", campaign, texter=ben.id)
    await run("stop_waiting", campaign, texter=ben.id)
    await run("wait_for_more", campaign, texter=ben.id)
    await run("vouch_here", campaign, texters=[ana.id], gone=[ben.id])
    await run("send_bulk", campaign, most=5)
    await run("finish_day", campaign, texter=ana.id, most=1000)
    await run("update_sender", campaign, member=ben.id, only="", most_held=-1)
    await run("vouch_here", campaign, texters=[ben.id])
    await run("serve_room", campaign)
    await ben.release()
    await run("approve_sender", campaign, member=ana.id)
    await world.scripts.ask(("HSET", keys.under(keys.campaign(campaign), "takes"), 99, "3 0"))
    await run("end_days", campaign)
    await world.contact_writes(campaign, 1)
    assert (await ana.request("once")) == (await ana.request("once"))
    await run("send_reply", campaign, texter=ana.id, conversation=1, text="Look!", last_seen=2, picture=True)
    await at_hand(world, campaign, ana)
    await ana.close((await ana.holds("quiet"))[0])
    [taken] = await run("take_texts", campaign, carrier="gone", count=1)
    name = f"{taken['conversation']}:{taken['id']}"
    await world.scripts.ask(("HSET", keys.under(keys.campaign(campaign), "sending"), name, "gone:0"))
    for carrier in ("one", "two"):
        for text in await run("take_texts", campaign, carrier=carrier, count=5):
            report = {"conversation": text["conversation"], "text": text["id"], "status": "sent"}
            await run("report_text", campaign, **report)
    await run("give_up_texts", campaign)
    await run("take_unsure", campaign, name="one", after=0)
    await run("catch_up", carrier="one")
    await run("note_carrier", carrier="one", trouble="It has no numbers.")
    await run("next_segments", campaign, count=5)
    [taken] = await run("take_texts", campaign, carrier="back", count=1)
    await run("put_back_texts", campaign, carrier="back", texts=[f"{taken['conversation']}:{taken['id']}"])
    await run("check_last_text", campaign, conversation=1, texter=ana.id, text="Bye.")
    assert await run("doubt_texts", campaign, most=1000, asked=["simulator"])
    automatic = {"kind": "confirmation", "text": "Bye."}
    await run("opt_out", campaign, conversation=2, at=2**51, automatic=automatic)
    await run("opt_in", campaign, conversation=2, at=2**52)
    await run("opt_out_contacts", campaign, notes=[{"phone": "+12025550020"}])
    undo = {"undo_initials": 10, "undo_replies": 10}
    await run("update_campaign", campaign, **undo, token="t", default_batch_size=300)
    await world.add_contacts(campaign, 1, {"Team": "Red"})
    await ana.release()
    await ana.request(only="initial")
    [last, *_] = await ana.holds("initial")
    await ana.skip(last)
    await ana.send_initial(last)
    await ana.undo(last)
    await ana.send_initial(last)
    await ana.report_wrong_number(last)
    await run("find_contact", campaign, phone="+12025550101")
    await run("list_conversations", campaign, limit=100)
    await run("export_conversations", campaign, first=1, count=100)
    await run("open_conversation", campaign, conversation=3)
    files = {"files": [["simulator:picture:1", "image/png"]], "by": "simulator"}
    await run("receive_text", campaign, conversation=4, text="Look!", reference="SM7", stop=False, **files)
    last = len((await world.conversation(campaign, 4))["texts"])
    await run("find_file", campaign, conversation=4, text=last, file=1)
    await run("erase_contact", campaign, conversation=5)
    await run("check_conversation", campaign, conversation=3, seen=[])
    await run("campaign_history", campaign)
    await world.scripts.ask(("DEL", keys.under(keys.campaign(campaign), "answered")))  # as an older version left it
    await run("note_answered", campaign, after=0, most=100)
    await run("check_answered", campaign, conversations=[1, 2, 3])
    await run("places_of", campaign, first=1, count=100)
    await run("holders", campaign)
    counted = await run("check_counters", campaign)
    assert counted["counters"] == {name: counted["counted"][name] for name in counted["counters"]}
    await run("leap_campaign", campaign, to=2**50)
    for verb in ("pause_campaign", "resume_campaign", "archive_campaign", "unarchive_campaign", "archive_campaign"):
        await run(verb, campaign)
    tested = await world.campaign(contacts=3, carrier="simulator")
    await run("archive_campaign", tested)
    await run("erase_campaign", tested, carrier="simulator")
    await run("empty_campaign", tested, most=1000)
    await run("erase_campaign", tested, delete=True)
    await world.scripts.ask(("HDEL", keys.campaign(campaign), "archived_at"))  # as an older version archived it
    await run("note_archived", campaign)
    left = await world.campaign(contacts=10, take_back_initials=20)
    ana = await world.texter(left, "Ana")
    await ana.request()
    look = {"cursor": "0", "calm": True, "most": 3}
    store = world.scripts.nodes.of(keys.campaign(left)).redis
    await minutes_pass(store, left, 19)
    await run("take_back", left, **look)
    await run("note_doing", left, texter=ana.id)
    await minutes_pass(store, left, 19)
    await run("take_back", left, **look)
    await minutes_pass(store, left, 2)
    assert (await run("take_back", left, **look))["moved"] == 3
    await run("take_back", left, **{**look, "calm": False})
    asleep = await world.campaign(hours=USUAL)
    await world.add_contacts(asleep, 3, zone=None)
    await run("set_zones", asleep, zones=[(1, "America/Denver")])
    known = {"hours": stored_hours(USUAL), "zones": r'["America\/Denver"]'}
    await run("set_windows", asleep, **known, windows=f"[[1, {2**50}]]", till=2**50)
    await world.scripts.ask(("HSET", keys.campaign(asleep), "turned", 0))
    assert await run("turn_hours", asleep)
    return campaign


async def at_hand(world: World, campaign: int, ana: Texter) -> None:
    """Ask everything that can be asked of canned replies, tags and a survey, of a texter who holds conversation 1."""
    run, reply = world.scripts.run, {"title": "Where", "text": "Hi {team}", "message": compiled("Hi {team}")}
    await run("set_canned_replies", campaign, replies=[reply])
    tags = [{"id": id, "name": f"Tag {id}"} for id in (1, 2)]
    await run("set_campaign_tags", campaign, tags=[1, 2], named=tags)
    await run("set_campaign_tags", campaign, named=[{"id": 1, "name": "Another"}])
    yes = {"answer": "Yes", "reply": "Hi {team}", "message": compiled("Hi {team}")}
    await run("set_survey", campaign, questions=[{"question": "Will you?", "answers": [yes, {"answer": "No"}]}])
    there = await run("list_at_hand", campaign, texter=ana.id)  # a verb that is run twice has given two ids
    canned, question = there["canned"][0]["id"], there["survey"][0]
    asked = {"question": question["id"], "answer": question["answers"][0]["id"]}
    assert await run("draft_reply", campaign, conversation=1, texter=ana.id, canned=canned) == {"text": "Hi Red"}
    for conversation in (1, 5, 6):
        await run("tag_conversation", campaign, conversation=conversation, tag=1, on=True)
        await run("answer_question", campaign, conversation=conversation, **asked)
    await run("tag_conversation", campaign, conversation=6, tag=1, on=False)
    await run("set_survey", campaign, questions=[])
    await run("list_labelled", campaign, tag=1, limit=1)
    await run("check_labels", campaign, conversation=1, seen=[])


async def an_accounts_life(world: World) -> None:
    """Ask everything that can be asked of the account."""
    run, ana = world.scripts.run, await world.member("Ana")
    await run("index_emails", members={"ola@x.org": 99})
    await run("begin_chore", chore="tidy", period=1000, process="here:1")
    await run("note_disturbance")
    await run("is_calm")
    for process in ("one", "two"):
        await run("report_process", process=process, report={"host": "here", "pid": 1, "version": "1"})
    await run("report_process", process="two")
    assert len((await run("list_processes"))["processes"]) == 1
    await run("require_schema", least=keys.SCHEMA)
    await run("set_schema", to=keys.SCHEMA)
    text = {"campaign": 1, "conversation": 1, "text": 1, "at": 1}
    await run("note_sent", carrier="simulator", reference="SM9", place=text)
    await run("find_sent", carrier="simulator", reference="SM9", status="delivered")
    await run("identify_account")
    await run("permit_text", phone="+12025550101", to=1, conversation=1, identity="another")
    await run("set_default_batch_size", size=20)
    await run("set_hours_between", hours=12)
    await run("set_default_hours", hours="")
    await run("set_carrier", carrier="simulator", per_second=4.0, per_day=2000, price="0.0079")
    await run("set_default_carrier", carrier="simulator")
    await run("set_currency", currency="CAD")
    await run("carrier_limits", carrier="simulator", numbers="12345")
    await run("grant_segments", grant="g", carrier="simulator", numbers="", wanted=[1, 2])
    await run("return_segments", grant="g", unused=1)
    for setting in ("confirm_opt_out", "help_text"):
        await run("set_automatic_text", setting=setting, text="We are the park crew.")
    await run("opt_out_phone", phone="+12025550101", place="1:1")
    await run("permit_text", phone="+12025550101", to=1, conversation=1, identity="another", automatic="confirmation")
    await run("opt_in_phone", phone="+12025550101", by="Root")
    await run("place_text", reference="SM1", phone="+12025550101", text="Hi", stop=False, start=False)
    asked = {"phone": "+12025550101", "to": 1, "conversation": 1, "start": False}
    await run("place_text", reference="SM2", text="HELP", stop=False, help=True, **asked)
    await run("place_text", reference="SM3", text="STOP", stop=True, **asked)
    await run("opt_in_phone", phone="+12025550101", by="Root")
    await run("opt_out_phones", phones=["+12025550102"], how="import")
    await run("order_opt_outs", cursor="0")
    await run("list_opt_outs", limit=10, digits="0102")
    await run("list_unplaced", limit=10)
    await run("place_text", reference="SM4", phone="+12025550109", text="Hi", stop=False, start=False)
    await run("forget_unplaced", phone="+12025550109", after=0, most=10)
    await run("dismiss_unplaced", text=1)
    await run("set_stop_languages", languages="de")
    await run("note_deed", deed={"by": 1, "name": "Root", "did": "set_stop_languages"})
    await run("list_deeds", limit=10)
    await run("campaigns_of", member=ana.id)
    await run("find_member", emails=[ana.email])
    await run("secret_key", offered="key")
    await run("add_sign_in_link", member=ana.id, link="l")
    await run("describe_sign_in_link", link="l")
    await run("use_sign_in_link", link="l", press="p", credential="session:one")
    await run("start_session", member=ana.id, credential="session:two")
    identity = {"issuer": "https://id.org", "subject": "https://id.org 1"}
    await run("sign_in_by_identity", **identity, emails=[ana.email], email=ana.email, credential="session:four")
    await run("unbind_member", member=ana.id)
    dan = {"emails": ["dan@example.org"], "email": "dan@example.org", "name": "Dan", "join": True}
    await run("sign_in_by_identity", **identity, **dan, credential="session:dan")
    await run("set_password", member=ana.id, password="hash", keep="session:one")
    await run("has_password", member=ana.id)
    await run("attempt_password", emails=[ana.email])
    for token in ("t", "u"):
        await run("add_token", member=ana.id, token=token, name="")
    await run("recognize", credential="token:t")
    await world.scripts.ask(("HDEL", keys.ACCOUNT, "use_told"))  # as if a second had passed
    await run("still_valid", credentials=["session:one", "token:u"])
    await run("list_tokens")
    await run("revoke_token", token="t")
    await run("list_sessions", member=ana.id)
    await run("list_sign_ins")
    await run("end_session", credential="session:one")
    await run("start_session", member=ana.id, credential="session:three")
    await run("end_sessions", member=ana.id)
    await run("arrive", members=[ana.id], hub="one")
    assert (await run("who_is_online", members=[], hub="two"))["online"] == {"one": [ana.id]}
    await run("leave", members=[ana.id], hub="one")
    await run("disable_member", member=ana.id)
    await run("enable_member", member=ana.id)
    await run("change_role", member=ana.id, role="admin")
    assert len((await run("describe_account"))["members"]) == 3
    ben = await world.member("Ben")
    await run("set_own_replies", member=ben.id, replies=[{"title": "Hello", "text": "Hello!"}])
    await run("disable_member", member=ben.id)
    await run("forget_member", member=ben.id, emails=[ben.email])
    await run("forget_phones", phones=["+12025550101"])
    await run("set_retention", days=90)
    await run("forget_places", of=1, fields=["+12025550101"])
    await run("forget_hints", of=1, members=[ana.id])
    await run("forget_campaign", id=1)
    await run("set_tags", tags=[{"name": "Volunteer"}])
    await run("set_organisation", name="Friends of the Park", time_zone="America/Chicago")
    await run("set_account_canned", replies=[{"title": "Where", "text": "At the park, {first_name}."}])
    await run("leap_account", to=2**50)
