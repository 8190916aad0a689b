"""The register's forms as PDF: empty for everybody, filled for those entitled."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from koganei_kyodo.accounts.sender import contact_lines, sender_lines, this_centre
from koganei_kyodo.documents.letters import Letter, letter_pdf, until
from organizations import registry_papers
from organizations.models import Application
from organizations.registry_values import contact_row, values_of
from organizations.views.applying_access import ApplicantView
from organizations.views.deciding import application_of, require_keeper
from organizations.views.directory import disposition

PDF = "application/pdf"


def addressee(request: HttpRequest) -> str:
    """Return whom forms are addressed to, in the centre's own words."""
    return render_to_string("organizations/addressee.txt", request=request).strip()


def pdf_response(request: HttpRequest, name: str, *papers: registry_papers.Paper) -> HttpResponse:
    """Send forms as one file."""
    title = registry_papers.TITLES[papers[0].kind]
    content = registry_papers.papers_pdf(papers, title=title, centre=addressee(request))
    response = HttpResponse(content, content_type=PDF, headers=disposition(f"{name}.pdf"))
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def apply_blank_pdf(request: HttpRequest) -> HttpResponse:
    """Send the empty 登録申請書."""
    to = f"{addressee(request)}　御中"
    return pdf_response(request, "登録申請書", registry_papers.application_paper(to))


class ApplicationPdfView(ApplicantView):
    """The applicant's own 登録申請書."""

    anytime = True

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Send it; once it is decided, the code opens it no more."""
        if self.user is None and self.application.decided_at is not None:
            return self.to_status()
        submitted = self.application.submitted_at
        paper = registry_papers.application_paper(
            f"{addressee(request)}　御中",
            values_of(self.organization),
            day=timezone.localdate(submitted) if submitted else None,
            number=self.application.number or "",
            attached=[a.get_kind_display() for a in self.organization.attachments.all()],
        )
        return pdf_response(request, "登録申請書", paper)


@require_safe
@login_required
def application_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the letter that tells an applicant without mail how it stands: 受付・差戻し・結果."""
    require_keeper(request)
    application = application_of(pk)
    content = letter_pdf(letter_of(application))
    response = HttpResponse(content, content_type=PDF, headers=disposition("登録の通知.pdf"))
    response["Cache-Control"] = "private, no-store"
    return response


def letter_of(application: Application) -> Letter:
    """Return the letter about an application as it stands now."""
    organization, centre = application.organization, this_centre()
    title, paragraphs, facts = _told(application)
    contact = contact_row(organization)
    address = [f"〒{contact.postcode}" if contact.postcode else "", contact.address]
    return Letter(
        title=title,
        recipient=f"{organization.name} 御中",
        sender=sender_lines(centre),
        date=timezone.localdate(),
        address=[text for text in (*address, contact.address_to) if text],
        paragraphs=paragraphs,
        facts=[("受付番号", application.number or "―"), *facts],
        contact=contact_lines(centre),
    )


def _told(application: Application) -> tuple[str, list[str], list[tuple[str, str]]]:
    """Return title, text and facts of the letter, by what became of the application."""
    organization = application.organization
    if application.decided_at is None:
        if application.return_reason:
            due = (
                [("出し直しの期限", until(application.return_due))]
                if application.return_due
                else []
            )
            return (
                "団体の登録の申請を直してください",
                ["直していただきたいことがあります。", *application.return_reason.splitlines()],
                due,
            )
        return "団体の登録の申請を受け付けました", ["結果が決まりましたら、お知らせします。"], []
    if application.decision_reason:
        reason = application.decision_reason.splitlines()
        return (
            "団体の登録の申請の結果",
            ["今回は、登録できませんでした。理由は次のとおりです。", *reason],
            [],
        )
    facts = [("登録番号", organization.registration_number or "―")]
    if organization.valid_until:
        facts.append(("登録の期限", until(organization.valid_until)))
    return (
        "団体の登録決定通知",
        ["団体の登録ができました。期限の前に、内容の確認をお願いします。"],
        facts,
    )
